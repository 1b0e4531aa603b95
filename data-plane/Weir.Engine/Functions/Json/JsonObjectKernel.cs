using System.Buffers;
using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Types;

namespace Weir.Engine.Functions.Json;

/// <summary>JSON_OBJECT: arguments are a key, its value, the next key, and so on. Members are in order of name; of a name that comes again the last value counts. One for each task.</summary>
public sealed class JsonObjectKernel
{
    private readonly JsonWriter[] _writers;
    private readonly bool[] _isRaw;
    private readonly bool _absentOnNull;
    private readonly int[] _order;
    private readonly ArrayBufferWriter<byte> _text = new();

    /// <summary>A kernel for values of the types; those that are JSON already (raw) go in as they are.</summary>
    public JsonObjectKernel(IReadOnlyList<DataType> valueTypes, bool[] isRaw, bool absentOnNull)
    {
        _writers = [.. valueTypes.Select(t => new JsonWriter(t))];
        _isRaw = isRaw;
        _absentOnNull = absentOnNull;
        _order = new int[_writers.Length];
        for (int m = 0; m < _order.Length; m++)
        {
            _order[m] = m;
        }
    }

    /// <summary>Runs over the rows.</summary>
    public void Run(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        BytesColumn to = (BytesColumn)result;
        foreach (int row in rows)
        {
            Sort(arguments, row);
            _text.ResetWrittenCount();
            _text.Write("{"u8);
            bool any = false;
            for (int m = 0; m < _order.Length; m++)
            {
                int last = LastOfName(arguments, row, ref m);
                if (last < 0)
                {
                    continue;
                }

                _text.Write(any ? ","u8 : ""u8);
                JsonWriter.WriteName(_text, Key(arguments, last, row));
                JsonConstructKernels.Write(_text, _writers[last], arguments[(2 * last) + 1], row, _isRaw[last]);
                any = true;
            }

            _text.Write("}"u8);
            to.Set(row, _text.WrittenSpan);
        }
    }

    // Keys are literals as a rule, so that the order of the row before still holds and one pass is enough.
    private void Sort(ReadOnlySpan<Column> arguments, int row)
    {
        for (int m = 0; m < _order.Length; m++)
        {
            int member = _order[m];
            if (arguments[2 * member].IsNull(row))
            {
                throw new EvaluationException("JSON_OBJECT: a key is NULL");
            }

            int at = m;
            for (; at > 0 && Compare(arguments, row, _order[at - 1], member) > 0; at--)
            {
                _order[at] = _order[at - 1];
            }

            _order[at] = member;
        }
    }

    private static int Compare(ReadOnlySpan<Column> arguments, int row, int left, int right)
    {
        int order = JsonText.CompareAsUtf16(Key(arguments, left, row), Key(arguments, right, row));
        return order != 0 ? order : left.CompareTo(right);
    }

    /// <summary>Goes to the last member of the name at a position of the order, and answers the last of them that has a value to write, or -1.</summary>
    private int LastOfName(ReadOnlySpan<Column> arguments, int row, ref int m)
    {
        int last = -1;
        while (true)
        {
            int member = _order[m];
            last = _absentOnNull && arguments[(2 * member) + 1].IsNull(row) ? last : member;
            if (m + 1 == _order.Length || !Key(arguments, _order[m + 1], row).SequenceEqual(Key(arguments, member, row)))
            {
                return last;
            }

            m++;
        }
    }

    private static ReadOnlySpan<byte> Key(ReadOnlySpan<Column> arguments, int member, int row) => ((BytesColumn)arguments[2 * member])[row];
}
