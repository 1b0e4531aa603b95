using Weir.Engine.Storage;
using Weir.Storage.Tests.Conformance;

namespace Weir.Storage.Tests.Files;

/// <summary>What every store owes, by files.</summary>
public sealed class FileConformanceTests : ObjectStoreConformance
{
    private readonly TemporaryFolder _folder = new();

    protected override IObjectStore Open() => ObjectStores.CreateBuiltIn(TimeProvider.System).Open($"file://{_folder.Path}/store");

    protected override void Close() => _folder.Dispose();
}
