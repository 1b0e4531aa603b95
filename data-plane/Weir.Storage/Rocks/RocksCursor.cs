using System.Runtime.InteropServices;
using Weir.Engine.Storage;

namespace Weir.Storage.Rocks;

/// <summary>Goes over keys by an iterator of its own; what it passes over doesn't push other blocks out of the cache.</summary>
internal sealed unsafe class RocksCursor : IKeyValueCursor
{
    private readonly string _folder;
    private readonly HashSet<RocksCursor> _cursors;
    private readonly RocksHandle _readOptions;
    private readonly RocksHandle _iterator;
    private readonly RocksHandle _to;
    private bool _isBegun;
    private bool _isValid;

    /// <param name="folder">The store's, for messages.</param>
    /// <param name="store">The store.</param>
    /// <param name="from">Inclusive.</param>
    /// <param name="to">Exclusive; empty: to the end.</param>
    /// <param name="cursors">The store's open cursors, which this leaves when it is disposed of.</param>
    internal RocksCursor(string folder, RocksHandle store, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, HashSet<RocksCursor> cursors)
    {
        _folder = folder;
        _cursors = cursors;
        _readOptions = new RocksHandle(LibRocks.CreateReadOptions(), &LibRocks.DestroyReadOptions);
        LibRocks.SetFillCache(_readOptions.Pointer, 0);

        // RocksDB doesn't copy the bound.
        byte* bound = (byte*)NativeMemory.Alloc((nuint)Math.Max(to.Length, 1));
        _to = new RocksHandle((nint)bound, &FreeBound);
        if (!to.IsEmpty)
        {
            to.CopyTo(new Span<byte>(bound, to.Length));
            LibRocks.SetUpperBound(_readOptions.Pointer, bound, (nuint)to.Length);
        }

        _iterator = new RocksHandle(LibRocks.CreateIterator(store.Pointer, _readOptions.Pointer), &LibRocks.DestroyIterator);
        fixed (byte* key = from)
        {
            LibRocks.Seek(_iterator.Pointer, key, (nuint)from.Length);
        }
    }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Key
    {
        get
        {
            RequireRow();
            byte* key = LibRocks.IteratorKey(_iterator.Pointer, out nuint length);
            return new ReadOnlySpan<byte>(key, (int)length);
        }
    }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Value
    {
        get
        {
            RequireRow();
            byte* value = LibRocks.IteratorValue(_iterator.Pointer, out nuint length);
            return new ReadOnlySpan<byte>(value, (int)length);
        }
    }

    /// <inheritdoc/>
    public bool MoveNext()
    {
        nint iterator = _iterator.Pointer;
        if (!_isBegun)
        {
            _isBegun = true;
        }
        else if (_isValid)
        {
            LibRocks.Next(iterator);
        }

        _isValid = LibRocks.IsValid(iterator) != 0;
        if (!_isValid)
        {
            nint error = 0;
            LibRocks.IteratorError(iterator, ref error);
            if (LibRocks.TakeError(error) is { } reason)
            {
                throw new StorageException($"{_folder}: the store cannot be read: {reason}");
            }
        }

        return _isValid;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isValid = false;
        _iterator.Dispose();
        _readOptions.Dispose();
        _to.Dispose();
        _cursors.Remove(this);
    }

    private static void FreeBound(nint bound) => NativeMemory.Free((void*)bound);

    private void RequireRow()
    {
        // RocksDB would read whatever is in memory there.
        if (!_isValid)
        {
            throw new InvalidOperationException("The cursor is on no key: it is before the first, behind the last, or disposed of.");
        }
    }
}
