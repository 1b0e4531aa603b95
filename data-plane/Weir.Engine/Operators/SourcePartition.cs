using Weir.Engine.Batches;
using Weir.Engine.Connectors;

namespace Weir.Engine.Operators;

/// <summary>What a source keeps of one partition.</summary>
internal sealed class SourcePartition(PartitionReader reader)
{
    private Column[] _columns = [];

    public PartitionReader Reader { get; } = reader;

    public long Watermark { get; set; } = long.MinValue;

    public long LastRowMs { get; set; }

    public long LagRows { get; set; }

    public bool IsIdle { get; set; }

    public bool IsEnded { get; set; }

    /// <summary>Whether the last read found no more: only then does the idle timeout run.</summary>
    public bool IsAtEnd { get; set; }

    public bool IsPaused { get; set; }

    /// <summary>The batch's columns in an array that is used again.</summary>
    public Column[] Columns(Batch batch)
    {
        if (_columns.Length != batch.Columns.Length)
        {
            _columns = new Column[batch.Columns.Length];
        }

        batch.Columns.CopyTo(_columns);
        return _columns;
    }
}
