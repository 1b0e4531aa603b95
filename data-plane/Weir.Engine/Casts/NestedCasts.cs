using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Types;

namespace Weir.Engine.Casts;

/// <summary>The elements that the selected rows of an array or map column use, as a selection of the elements' column.</summary>
internal sealed class UsedElements
{
    private byte[] _used = [];
    private int[] _positions = [];

    /// <summary>Their positions, ascending, each once (rows may share elements).</summary>
    public Selection Of(ReadOnlySpan<int> starts, ReadOnlySpan<int> lengths, Selection rows)
    {
        int extent = 0;
        foreach (int row in rows)
        {
            extent = Math.Max(extent, starts[row] + lengths[row]);
        }

        if (_used.Length < extent)
        {
            _used = new byte[Math.Max(extent, _used.Length * 2)];
            _positions = new int[_used.Length];
        }

        Array.Clear(_used, 0, extent);
        foreach (int row in rows)
        {
            _used.AsSpan(starts[row], lengths[row]).Fill(1);
        }

        int count = 0;
        for (int i = 0; i < extent; i++)
        {
            _positions[count] = i;
            count += _used[i];
        }

        return new Selection(_positions.AsSpan(0, count));
    }
}

/// <summary>ARRAY to ARRAY, element by element.</summary>
internal sealed class ArrayCast(DataType from, DataType to, CastMode mode, CastKernel element) : CastKernel(from, to, mode)
{
    private readonly UsedElements _used = new();

    private protected override void Run(Column source, Column result, Selection rows, EvaluationContext context)
    {
        ArrayColumn arrays = (ArrayColumn)source;
        ArrayColumn to = (ArrayColumn)result;
        Selection elements = _used.Of(arrays.Starts, arrays.Lengths, rows);
        while (to.ElementCount < elements.Extent)
        {
            to.AddElement();
        }

        element.Cast(arrays.Elements, to.Elements, elements, context);
        foreach (int row in rows)
        {
            to.SetRange(row, arrays.Starts[row], arrays.Lengths[row]);
        }

        if (element.AnyFailed)
        {
            foreach (int row in rows)
            {
                for (int e = 0; e < arrays.Lengths[row]; e++)
                {
                    if (element.HasFailed(arrays.Starts[row] + e))
                    {
                        MarkFailed(result, row);
                        break;
                    }
                }
            }
        }
    }
}

/// <summary>ROW to ROW, field by field in their order, whatever their names.</summary>
internal sealed class RowCast(DataType from, DataType to, CastMode mode, CastKernel[] fields) : CastKernel(from, to, mode)
{
    private protected override void Run(Column source, Column result, Selection rows, EvaluationContext context)
    {
        RowColumn values = (RowColumn)source;
        RowColumn to = (RowColumn)result;
        for (int f = 0; f < fields.Length; f++)
        {
            fields[f].Cast(values.Fields[f], to.Fields[f], rows, context);
            if (fields[f].AnyFailed)
            {
                foreach (int row in rows)
                {
                    if (fields[f].HasFailed(row))
                    {
                        MarkFailed(result, row);
                    }
                }
            }
        }
    }
}

/// <summary>A value handed on unchanged as part of a nested one.</summary>
internal sealed class CopyCast(DataType from, DataType to, CastMode mode) : CastKernel(from, to, mode)
{
    private protected override void Run(Column source, Column result, Selection rows, EvaluationContext context)
    {
        foreach (int row in rows)
        {
            result.CopyRow(row, source, row);
        }
    }
}

/// <summary>The untyped NULL to any type.</summary>
internal sealed class NullCast(DataType from, DataType to, CastMode mode) : CastKernel(from, to, mode)
{
    private protected override void Run(Column source, Column result, Selection rows, EvaluationContext context)
    {
        foreach (int row in rows)
        {
            result.SetNull(row);
        }
    }
}
