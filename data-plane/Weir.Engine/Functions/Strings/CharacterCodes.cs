using System.Text;
using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Strings;

/// <summary>CHR.</summary>
public static class CharacterCodes
{
    /// <summary>CHR(code): the character of the code's lowest eight bits in ISO-8859-1; empty for a negative code.</summary>
    public static void Chr(ReadOnlySpan<Column> arguments, Column result, Selection rows, EvaluationContext context)
    {
        FixedColumn<long> codes = (FixedColumn<long>)arguments[0];
        BytesColumn target = (BytesColumn)result;
        foreach (int row in rows)
        {
            long code = codes[row];
            target.Commit(row, code < 0 ? 0 : new Rune((char)(code & 0xFF)).EncodeToUtf8(target.Reserve(4)));
        }
    }
}
