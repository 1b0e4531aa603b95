namespace Weir.Storage.Rocks;

/// <summary>
/// An object of the library with what destroys it. It has no finalizer, on purpose: objects depend on each other (a store must outlive its iterators), and finalizers come in no order; a <see cref="RocksStore"/> destroys its own, in the
/// right one.
/// </summary>
internal sealed unsafe class RocksHandle : IDisposable
{
    private readonly delegate*<nint, void> _destroy;
    private nint _pointer;

    internal RocksHandle(nint pointer, delegate*<nint, void> destroy)
    {
        _pointer = pointer;
        _destroy = destroy;
    }

    /// <summary>The pointer, for calls made by the one who owns this handle.</summary>
    internal nint Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(_pointer == 0, this);
            return _pointer;
        }
    }

    public void Dispose()
    {
        if (_pointer != 0)
        {
            _destroy(_pointer);
            _pointer = 0;
        }
    }
}
