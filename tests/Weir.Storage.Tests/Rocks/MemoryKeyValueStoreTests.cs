using Weir.Engine.Storage;

namespace Weir.Storage.Tests.Rocks;

public sealed class MemoryKeyValueStoreTests : KeyValueStoreTests
{
    protected override IKeyValueStores Stores { get; } = new MemoryKeyValueStores();
}
