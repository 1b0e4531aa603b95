using Weir.Engine.Batches;
using Weir.Engine.Expressions;
using Weir.Engine.Types;

namespace Weir.Engine.Tests.Expressions;

/// <summary>Columns, batches and evaluation for tests of expressions.</summary>
internal static class Evaluation
{
    public static EvaluationContext Context { get; } = new(new BatchPool(), TimeProvider.System, TimeZoneInfo.Utc);

    /// <summary>A column of values, null for NULL.</summary>
    public static Column Column(DataType type, IReadOnlyList<object?> values)
    {
        Column column = ColumnFactory.Create(type, Math.Max(1, values.Count));
        for (int row = 0; row < values.Count; row++)
        {
            ColumnValues.Set(column, type, row, values[row]);
        }

        return column;
    }

    /// <summary>What a kernel makes of a column of BIGINT for the rows, as bytes of BOOLEAN.</summary>
    public static byte[] Test(ScalarKernel kernel, Selection rows, params Column[] arguments)
    {
        FixedColumn<byte> result = (FixedColumn<byte>)ColumnFactory.Create(DataType.Boolean, arguments[0].Capacity);
        kernel(arguments, result, rows, Context);
        byte[] values = new byte[rows.Count];
        for (int k = 0; k < values.Length; k++)
        {
            values[k] = result[rows[k]];
        }

        return values;
    }
}
