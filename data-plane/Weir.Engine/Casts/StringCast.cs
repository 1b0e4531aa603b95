using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Text;
using Weir.Engine.Types;

namespace Weir.Engine.Casts;

/// <summary>CHAR and VARCHAR to CHAR(n) and VARCHAR(n): cut, and for CHAR padded with spaces, by code points.</summary>
internal sealed class StringCast(DataType from, DataType to, CastMode mode) : CastKernel(from, to, mode)
{
    private protected override void Run(Column source, Column result, Selection rows, EvaluationContext context)
    {
        BytesColumn texts = (BytesColumn)source;
        BytesColumn to = (BytesColumn)result;
        bool pad = To.Root == TypeRoot.Char;
        foreach (int row in rows)
        {
            TextLength.Set(to, row, texts[row], To.Length, pad);
        }
    }
}

/// <summary>CHAR, VARCHAR, BINARY and VARBINARY to BINARY(n) and VARBINARY(n): cut, and for BINARY padded with zeros, by bytes.</summary>
internal sealed class BinaryCast(DataType from, DataType to, CastMode mode) : CastKernel(from, to, mode)
{
    private protected override void Run(Column source, Column result, Selection rows, EvaluationContext context)
    {
        BytesColumn values = (BytesColumn)source;
        BytesColumn to = (BytesColumn)result;
        int most = Mode == CastMode.Legacy ? DataType.MaxLength : To.Length;
        int least = Mode != CastMode.Legacy && To.Root == TypeRoot.Binary ? To.Length : 0;
        foreach (int row in rows)
        {
            ReadOnlySpan<byte> value = values[row];
            value = value[..Math.Min(value.Length, most)];
            int length = Math.Max(value.Length, least);
            Span<byte> room = to.Reserve(length);
            value.CopyTo(room);
            room[value.Length..length].Clear();
            to.Commit(row, length);
        }
    }
}

/// <summary>Every type to CHAR(n) and VARCHAR(n).</summary>
internal sealed class ToStringCast(DataType from, DataType to, CastMode mode) : CastKernel(from, to, mode)
{
    private readonly Utf8Writer _text = new();

    private protected override void Run(Column source, Column result, Selection rows, EvaluationContext context)
    {
        BytesColumn to = (BytesColumn)result;
        TextStyle style = Mode == CastMode.Legacy ? TextStyle.LegacySql : TextStyle.Sql;
        bool whole = Mode == CastMode.Legacy || (To.Root == TypeRoot.VarChar && To.Length == DataType.MaxLength);
        bool pad = To.Root == TypeRoot.Char;
        foreach (int row in rows)
        {
            _text.Clear();
            ValueText.Write(_text, source, From, row, style, context.SessionTimeZone);
            if (whole)
            {
                to.Set(row, _text.Written);
            }
            else
            {
                TextLength.SetUtf16(to, row, _text.Written, To.Length, pad);
            }
        }
    }
}
