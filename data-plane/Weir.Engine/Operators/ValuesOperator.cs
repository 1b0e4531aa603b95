using Weir.Engine.Batches;
using Weir.Engine.Checkpoints;
using Weir.Engine.Expressions;
using Weir.Engine.Runtime;
using Weir.Engine.Types;

namespace Weir.Engine.Operators;

/// <summary>The rows of VALUES, given once, then the end of time and the end. On several lanes the first one gives them. The expressions see no columns.</summary>
/// <param name="rows">Makes the expressions of the rows, for one lane.</param>
/// <param name="types">The types of the columns.</param>
public sealed class ValuesOperator(Func<Expression[][]> rows, IReadOnlyList<DataType> types) : Operator, ISourceOperator
{
    private const string GivenState = "given";

    private Expression[][] _rows = [];
    private int _next;
    private bool _timeEnded;

    /// <inheritdoc/>
    public bool MayHaveRows => _next < _rows.Length;

    /// <inheritdoc/>
    public bool IsPaused { get; set; }

    /// <inheritdoc/>
    public void Resume(long watermark) => _timeEnded = watermark == long.MaxValue;

    /// <summary>Writes how many rows have been given.</summary>
    public override void Save(StateSaver saver) => saver.WriteWhole(GivenState).Put(StateBlock.NoGroup, default, BitConverter.GetBytes(_next));

    /// <inheritdoc/>
    public override void Load(StateLoader loader)
    {
        using StateReader given = loader.ReadOfAllLanes(GivenState);
        while (given.MoveNext())
        {
            _next = Math.Min(Math.Max(_next, BitConverter.ToInt32(given.Value)), _rows.Length);
        }
    }

    /// <inheritdoc/>
    public SourceStep Read(out long watermark)
    {
        watermark = long.MaxValue;
        if (IsPaused)
        {
            return SourceStep.Nothing;
        }

        if (MayHaveRows)
        {
            EmitSome();
            return SourceStep.Rows;
        }

        if (!_timeEnded)
        {
            _timeEnded = true;
            return SourceStep.Watermark;
        }

        return SourceStep.Ended;
    }

    /// <inheritdoc/>
    public override void Process(Batch batch, int input) => throw new InvalidOperationException("VALUES has no input.");

    /// <inheritdoc/>
    protected override void OnOpen() => _rows = Context.Lane == 0 ? rows() : [];

    private void EmitSome()
    {
        int count = Math.Min(_rows.Length - _next, Context.Pool.BatchRows);
        Batch batch = Context.Pool.Rent(types, count);
        Batch nothing = new([], 1);
        for (int row = 0; row < count; row++, _next++)
        {
            for (int c = 0; c < types.Count; c++)
            {
                Column value = _rows[_next][c].Evaluate(Context.Evaluation, nothing, nothing.Rows);
                batch.Columns[c].CopyRow(row, value, 0);
                value.Release();
            }
        }

        Emit(batch);
    }
}
