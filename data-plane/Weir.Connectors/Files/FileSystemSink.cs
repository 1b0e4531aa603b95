using System.Buffers;
using Weir.Connectors.Files.Staging;
using Weir.Connectors.Formats;
using Weir.Connectors.Options;
using Weir.Connectors.Writing;
using Weir.Engine.Batches;
using Weir.Engine.Connectors;
using Weir.Engine.Formats;

namespace Weir.Connectors.Files;

/// <summary>Writes rows to part files, a line each, through a thread of its own. In a job with checkpoints a file becomes visible after the commit.</summary>
internal sealed class FileSystemSink : TableSink
{
    private readonly TableSpec _table;
    private readonly ConnectorServices _services;
    private readonly string _path;
    private readonly RollingPolicy _policy;
    private readonly RowEncoder _encoder;
    private readonly PartitionFolders _folders;
    private readonly Dictionary<string, ArrayBufferWriter<byte>> _buffers = new(StringComparer.Ordinal);
    private FileOutput? _output;

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

    public override SinkGuarantee Guarantee => _output is DirectOutput ? SinkGuarantee.AtLeastOnce : SinkGuarantee.ExactlyOnce;

    public override string GuaranteeReason => _output is DirectOutput
        ? "the job makes no checkpoints: after a restart rows are written again"
        : "with checkpoints: files become visible after the checkpoint that holds their rows";

    public override SinkCommit Commit => SinkCommit.Staged;

    public override bool CanWrite => _output!.HasRoom;

    public override ChangelogMode Accepts(ChangelogMode query) => ChangelogMode.InsertOnly;

    public override void Open(SinkContext context) => _output = context.HasCheckpoints ? new StagedOutput(_table, _path, _policy, _services, context) : Direct(context);

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
                _output!.Write(name, filled.WrittenSpan);
                filled.ResetWrittenCount();
            }
        }

        if (_buffers.Count > 1024)
        {
            _buffers.Clear(); // folders come and go
        }
    }

    public override bool Finish() => _output!.Finish();

    public override ReadOnlyMemory<byte> EndCheckpoint(long checkpoint) => _output!.EndCheckpoint(checkpoint);

    public override Task PrepareAsync(long checkpoint, CancellationToken cancellation) => _output!.PrepareAsync(checkpoint, cancellation);

    public override Task CommittedAsync(long checkpoint, CancellationToken cancellation) => _output!.CommittedAsync(checkpoint, cancellation);

    public override void Dispose()
    {
        base.Dispose();
        FileOutput? output = _output;
        _output = null;
        output?.Dispose();
    }

    private DirectOutput Direct(SinkContext context)
    {
        byte[] id = new byte[16];
        _services.Chance().NextBytes(id);
        PartFileWriter writer = new(_table.Name, _path, new Guid(id).ToString(), context.Lane, _policy, _services, context.Clock);
        return new DirectOutput(new ChunkThread(writer, "weir-files-out", _policy.CheckInterval, context.Clock, context.Wake));
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
