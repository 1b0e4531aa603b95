using Weir.Engine.Storage;

namespace Weir.Storage.Tests;

public sealed class ObjectStoresTests
{
    [Fact]
    public void An_address_of_no_known_kind_names_the_kinds_there_are()
    {
        ObjectStores stores = new ObjectStores().Add("file", _ => null!).Add("s3", _ => null!);
        StorageException refused = Assert.Throws<StorageException>(() => stores.Open("gs://bucket/path"));
        Assert.Equal("'gs://bucket/path': there is no storage 'gs'; there are file, s3.", refused.Message);
    }
}
