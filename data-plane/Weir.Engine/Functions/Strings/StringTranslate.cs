using System.Text;
using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Strings;

/// <summary>TRANSLATE(text, from, to): puts the n-th code point of <c>to</c> for the n-th of <c>from</c>, and takes it away where <c>to</c> is shorter.</summary>
public sealed class StringTranslate
{
    private readonly Dictionary<int, (int Start, int Length)> _table = [];
    private byte[] _from = [];
    private byte[] _to = [];
    private bool _ready;

    /// <summary>A kernel that looks at NULLs itself: without a <c>from</c> the text stays, a NULL <c>to</c> is empty.</summary>
    public static ScalarKernel Create()
    {
        StringTranslate state = new();
        return (arguments, result, rows, _) =>
        {
            BytesColumn text = (BytesColumn)arguments[0];
            BytesColumn from = (BytesColumn)arguments[1];
            BytesColumn to = (BytesColumn)arguments[2];
            BytesColumn target = (BytesColumn)result;
            foreach (int row in rows)
            {
                if (text.IsNull(row))
                {
                    target.SetNull(row);
                }
                else if (from[row].IsEmpty)
                {
                    target.Set(row, text[row]);
                }
                else
                {
                    state.Prepare(from[row], to[row]);
                    state.Translate(text[row], target, row);
                }
            }
        };
    }

    private void Prepare(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        if (_ready && from.SequenceEqual(_from) && to.SequenceEqual(_to))
        {
            return;
        }

        _from = from.ToArray();
        _to = to.ToArray();
        _table.Clear();
        int start = 0;
        while (!from.IsEmpty)
        {
            Rune.DecodeFromUtf8(from, out Rune rune, out int consumed);
            from = from[consumed..];
            int length = start < to.Length ? CodePoints.LengthAt(to, start) : 0;
            _table.TryAdd(rune.Value, (start, length));
            start += length;
        }

        _ready = true;
    }

    private void Translate(ReadOnlySpan<byte> text, BytesColumn target, int row)
    {
        Span<byte> room = target.Reserve(text.Length * 4);
        int written = 0;
        while (!text.IsEmpty)
        {
            Rune.DecodeFromUtf8(text, out Rune rune, out int consumed);
            ReadOnlySpan<byte> put = _table.TryGetValue(rune.Value, out (int Start, int Length) range) ? _to.AsSpan(range.Start, range.Length) : text[..consumed];
            put.CopyTo(room[written..]);
            written += put.Length;
            text = text[consumed..];
        }

        target.Commit(row, written);
    }
}
