using System.Text;
using Weir.Engine.Aggregates;
using Weir.Engine.Batches;
using Weir.Engine.Types;

namespace Weir.Engine.Tests.Aggregates;

/// <summary>States that keep strings move them together now and then; nothing may get lost, and nothing that is dead may stay for ever.</summary>
public sealed class StringStateTests
{
    private const int Slots = 20;

    [Fact]
    public void The_last_of_many_strings_is_kept_in_memory_for_what_lives()
    {
        using BytesExtremeState<PreferLastBytes> state = new();
        string[] last = Churn(state, out int[] slots, (slot, random) => new string((char)('a' + slot), random.Next(1, 3000)));
        Assert.Equal(last, Values(state, slots));
        Assert.True(state.SizeBytes < 1 << 20, $"{state.SizeBytes} bytes.");
    }

    [Fact]
    public void A_list_whose_strings_are_taken_back_is_kept_in_memory_for_what_lives()
    {
        using ListAggState state = new([(byte)','], retracts: true);
        state.EnsureSlots(Slots);
        Random random = new(5);
        List<string>[] model = [.. Enumerable.Range(0, Slots).Select(_ => new List<string>())];
        for (int step = 0; step < 20000; step++)
        {
            int slot = random.Next(Slots);
            bool takesBack = model[slot].Count > 4;
            string text = takesBack ? model[slot][random.Next(model[slot].Count)] : new string((char)('a' + random.Next(3)), random.Next(1, 200));
            Take(state, slot, text, takesBack ? RowKind.Delete : RowKind.Insert);
            if (takesBack)
            {
                model[slot].Remove(text);
            }
            else
            {
                model[slot].Add(text);
            }

            if (step % 1000 == 999)
            {
                state.Reset(slot);
                model[slot].Clear();
            }
        }

        Assert.Equal(model.Select(m => m.Count == 0 ? null : string.Join(',', m)), Values(state, [.. Enumerable.Range(0, Slots)]));
        Assert.True(state.SizeBytes < 1 << 20, $"{state.SizeBytes} bytes.");
    }

    private static string[] Churn(AggregateState state, out int[] slots, Func<int, Random, string> text)
    {
        state.EnsureSlots(Slots);
        Random random = new(5);
        string[] last = new string[Slots];
        for (int step = 0; step < 5000; step++)
        {
            int slot = step < Slots ? step : random.Next(Slots);
            last[slot] = text(slot, random);
            if (step % 100 == 99)
            {
                state.Reset(slot);
            }

            Take(state, slot, last[slot], RowKind.Insert);
        }

        slots = [.. Enumerable.Range(0, Slots)];
        return last;
    }

    private static void Take(AggregateState state, int slot, string text, RowKind kind)
    {
        BytesColumn column = (BytesColumn)ColumnFactory.Create(DataType.String, 1);
        column.Set(0, Encoding.UTF8.GetBytes(text));
        state.Accumulate([slot], new AggregateInput { Arguments = new Column[] { column }, Rows = new Selection(1), Kinds = new[] { kind } });
    }

    private static string?[] Values(AggregateState state, int[] slots)
    {
        Column result = ColumnFactory.Create(DataType.String, slots.Length);
        state.Emit(slots, result, 0);
        return [.. slots.Select((_, row) => (string?)ColumnValues.Get(result, DataType.String, row))];
    }
}
