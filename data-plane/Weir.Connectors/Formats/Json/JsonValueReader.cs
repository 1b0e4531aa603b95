using Weir.Engine.Batches;

namespace Weir.Connectors.Formats.Json;

/// <summary>Reads a JSON value into a row of a column. One for each place in the type; belongs to one lane.</summary>
internal abstract class JsonValueReader
{
    /// <summary>Whether a value of the wrong kind becomes NULL.</summary>
    public required bool IgnoreErrors { get; init; }

    /// <summary>Reads the value at the cursor, NULL or not.</summary>
    public bool Read(ref JsonCursor cursor, Column column, int row, int depth)
    {
        byte first = cursor.Peek();
        if (first == 'n')
        {
            if (!cursor.ReadWord("null"u8))
            {
                return false;
            }

            column.SetNull(row);
            return true;
        }

        int start = cursor.At;
        column.SetValid(row);
        if (ReadValue(ref cursor, column, row, depth))
        {
            return true;
        }

        return IgnoreErrors && !cursor.IsMalformed && PassOver(ref cursor, column, row, start, depth);
    }

    /// <summary>Reads the value at the cursor, which is not <c>null</c>.</summary>
    protected abstract bool ReadValue(ref JsonCursor cursor, Column column, int row, int depth);

    private static bool PassOver(ref JsonCursor cursor, Column column, int row, int start, int depth)
    {
        cursor.At = start;
        cursor.Error = null;
        cursor.Path = string.Empty;
        column.SetNull(row);
        return cursor.Skip(depth);
    }
}
