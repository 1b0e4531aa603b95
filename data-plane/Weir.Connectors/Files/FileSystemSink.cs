using System.Buffers;
using Weir.Connectors.Formats;
using Weir.Connectors.Options;
using Weir.Connectors.Writing;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Formats;

namespace Weir.Connectors.Files;

/// <summary>Writes rows to part files, a line each, through a thread of its own.</summary>
internal sealed class FileSystemSink : TableSink
{
    private readonly TableSpec _table;
    private readonly ConnectorServices _services;
    private readonly string _path;
    private readonly RollingPolicy _policy;
    private readonly RowEncoder _encoder;
    private readonly PartitionFolders _folders;
    private readonly Dictionary<string, ArrayBufferWriter<byte>> _buffers = new(StringComparer.Ordinal);
    private ChunkThread? _thread;

    public FileSystemSink(TableSpec table, ConnectorServices services)
    {
        OptionReader options = new(table);
        _table = table;
        _services = services;
        _path = FilePaths.Local(options);
        _policy = RollingPolicy.Read(options);
        _encoder = FormatRegistry.CreateEncoder(table, options.Required("format"), string.Empty, FormatField.ForSink(table));
        _folders = new PartitionFolders(table, options.Text("partition.default-name", "__DEFAULT_PARTITION__"));
    }

    public override SinkGuarantee Guarantee => SinkGuarantee.AtLeastOnce;

    public override string GuaranteeReason => "rows written after the last checkpoint are written again after a restart";

    public override bool CanWrite => _thread!.HasRoom;

    public override ChangelogMode Accepts(ChangelogMode query) => ChangelogMode.InsertOnly;

    public override void Open(SinkContext context)
    {
        byte[] id = new byte[16];
        _services.Chance().NextBytes(id);
        PartFileWriter writer = new(_table.Name, _path, new Guid(id).ToString(), context.Lane, _policy, _services, context.Clock);
        _thread = new ChunkThread(writer, "weir-files-out", _policy.CheckInterval, context.Clock, context.Wake);
    }

    public override void Write(Batch batch)
    {
        string? folder = null;
        ArrayBufferWriter<byte>? buffer = null;
        foreach (int row in batch.Rows)
        {
            string of = _folders.Of(batch, row);
            if (!ReferenceEquals(of, folder))
            {
                folder = of;
                buffer = Buffer(folder);
            }

            _encoder.Encode(batch, row, buffer!);
            buffer!.Write("\n"u8);
        }

        foreach ((string name, ArrayBufferWriter<byte> filled) in _buffers)
        {
            if (filled.WrittenCount > 0)
            {
                byte[] chunk = _thread!.Rent(filled.WrittenCount);
                filled.WrittenSpan.CopyTo(chunk);
                _thread.Add(name, chunk, filled.WrittenCount);
                filled.ResetWrittenCount();
            }
        }

        if (_buffers.Count > 1024)
        {
            _buffers.Clear(); // folders come and go
        }
    }

    public override bool Finish() => _thread!.Finish();

    public override void Dispose()
    {
        base.Dispose();
        ChunkThread? thread = _thread;
        _thread = null;
        thread?.Dispose();
    }

    private ArrayBufferWriter<byte> Buffer(string folder)
    {
        if (!_buffers.TryGetValue(folder, out ArrayBufferWriter<byte>? buffer))
        {
            _buffers[folder] = buffer = new ArrayBufferWriter<byte>(16 << 10);
        }

        return buffer;
    }
}
