using Weir.Engine.Storage;
using Weir.Storage.Rocks;

namespace Weir.Storage.Tests.Rocks;

public sealed class RocksKeyValueStoreTests : KeyValueStoreTests
{
    protected override IKeyValueStores Stores { get; } = new RocksStores();
}
