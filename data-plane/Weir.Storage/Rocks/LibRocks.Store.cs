using System.Runtime.InteropServices;

namespace Weir.Storage.Rocks;

/// <summary>A store: opening and closing it, writing, reading, going over it, freezing it.</summary>
internal static unsafe partial class LibRocks
{
    [LibraryImport(Name, EntryPoint = "rocksdb_open_column_families", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint Open(nint options, string folder, int families, byte** familyNames, nint* familyOptions, nint* familyHandles, ref nint error);

    [LibraryImport(Name, EntryPoint = "rocksdb_cancel_all_background_work")]
    internal static partial void CancelBackgroundWork(nint store, byte wait);

    [LibraryImport(Name, EntryPoint = "rocksdb_close")]
    internal static partial void Close(nint store);

    [LibraryImport(Name, EntryPoint = "rocksdb_column_family_handle_destroy")]
    internal static partial void DestroyFamily(nint family);

    [LibraryImport(Name, EntryPoint = "rocksdb_property_int", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Property(nint store, string name, out ulong value);

    [LibraryImport(Name, EntryPoint = "rocksdb_writebatch_create")]
    internal static partial nint CreateBatch();

    [LibraryImport(Name, EntryPoint = "rocksdb_writebatch_destroy")]
    internal static partial void DestroyBatch(nint batch);

    [LibraryImport(Name, EntryPoint = "rocksdb_writebatch_clear")]
    internal static partial void ClearBatch(nint batch);

    [LibraryImport(Name, EntryPoint = "rocksdb_writebatch_put")]
    internal static partial void Put(nint batch, byte* key, nuint keyLength, byte* value, nuint valueLength);

    [LibraryImport(Name, EntryPoint = "rocksdb_writebatch_delete")]
    internal static partial void Delete(nint batch, byte* key, nuint keyLength);

    [LibraryImport(Name, EntryPoint = "rocksdb_write")]
    internal static partial void Write(nint store, nint writeOptions, nint batch, ref nint error);

    [LibraryImport(Name, EntryPoint = "rocksdb_batched_multi_get_cf")]
    internal static partial void Read(nint store, nint readOptions, nint family, nuint count, nint* keys, nuint* keyLengths, nint* values, nint* errors, byte isSorted);

    [LibraryImport(Name, EntryPoint = "rocksdb_pinnableslice_value")]
    [SuppressGCTransition]
    internal static partial byte* Value(nint slice, out nuint length);

    [LibraryImport(Name, EntryPoint = "rocksdb_pinnableslice_destroy")]
    internal static partial void DestroyValue(nint slice);

    [LibraryImport(Name, EntryPoint = "rocksdb_create_iterator")]
    internal static partial nint CreateIterator(nint store, nint readOptions);

    [LibraryImport(Name, EntryPoint = "rocksdb_iter_destroy")]
    internal static partial void DestroyIterator(nint iterator);

    [LibraryImport(Name, EntryPoint = "rocksdb_iter_seek")]
    internal static partial void Seek(nint iterator, byte* key, nuint keyLength);

    [LibraryImport(Name, EntryPoint = "rocksdb_iter_next")]
    internal static partial void Next(nint iterator);

    [LibraryImport(Name, EntryPoint = "rocksdb_iter_valid")]
    [SuppressGCTransition]
    internal static partial byte IsValid(nint iterator);

    [LibraryImport(Name, EntryPoint = "rocksdb_iter_key")]
    [SuppressGCTransition]
    internal static partial byte* IteratorKey(nint iterator, out nuint length);

    [LibraryImport(Name, EntryPoint = "rocksdb_iter_value")]
    [SuppressGCTransition]
    internal static partial byte* IteratorValue(nint iterator, out nuint length);

    [LibraryImport(Name, EntryPoint = "rocksdb_iter_get_error")]
    internal static partial void IteratorError(nint iterator, ref nint error);

    [LibraryImport(Name, EntryPoint = "rocksdb_checkpoint_object_create")]
    internal static partial nint CreateCheckpoints(nint store, ref nint error);

    [LibraryImport(Name, EntryPoint = "rocksdb_checkpoint_object_destroy")]
    internal static partial void DestroyCheckpoints(nint checkpoints);

    [LibraryImport(Name, EntryPoint = "rocksdb_checkpoint_create", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void Checkpoint(nint checkpoints, string folder, ulong logBytesForFlush, ref nint error);
}
