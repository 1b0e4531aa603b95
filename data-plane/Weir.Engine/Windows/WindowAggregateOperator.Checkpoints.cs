using System.Globalization;
using Weir.Engine.Aggregates;
using Weir.Engine.Checkpoints;
using Weir.Engine.State;

namespace Weir.Engine.Windows;

/// <summary>
/// State: each slice a table named by its end; what CUMULATE has taken together; of a window that is just firing, the groups that have not been told; and how far time has come. Tables that windows are merged from are made again.
/// </summary>
public sealed partial class WindowAggregateOperator
{
    private const string SlicePrefix = "slice/";
    private const string CumulatedState = "cumulated";
    private const string FiringState = "firing";
    private const string TimeState = "time";

    /// <summary>A window that was firing when the snapshot was taken; not one of the slices' tables.</summary>
    private AggregateTable? _resumed;

    /// <inheritdoc/>
    public override bool SavesPending => true;

    /// <inheritdoc/>
    public override void Save(StateSaver saver)
    {
        for (int i = 0; i < _slices.Count; i++)
        {
            AggregateTable slice = _slices.TableAt(i);
            saver.WriteTable(SlicePrefix + _slices.EndAt(i).ToString(CultureInfo.InvariantCulture), slice.Keys, slice.Columns);
        }

        if (_cumulated is not null)
        {
            saver.WriteTable(CumulatedState, _cumulated.Keys, _cumulated.Columns);
        }

        if (_firing is not null)
        {
            saver.WriteSlots(saver.WriteWhole(FiringState), _firing.Keys, _firing.Columns, _firingSlot);
        }

        ByteWriter time = new();
        time.WriteFixed(_progress);
        time.WriteFixed(_lastFired);
        time.WriteFixed(_cumulatedStart);
        time.WriteFixed(_firing is null ? long.MinValue : _windowEnd);
        time.WriteFixed(_settled);
        saver.WriteWhole(TimeState).Put(StateBlock.NoGroup, default, time.Written);
    }

    /// <inheritdoc/>
    public override void Load(StateLoader loader)
    {
        long firing = LoadTime(loader);
        foreach (string name in loader.Names)
        {
            if (name.StartsWith(SlicePrefix, StringComparison.Ordinal))
            {
                AggregateTable slice = _slices.Get(long.Parse(name.AsSpan(SlicePrefix.Length), CultureInfo.InvariantCulture));
                loader.ReadTable(name, slice.Keys, slice.Columns);
            }
            else if (name == CumulatedState)
            {
                _cumulated = CreateTable();
                loader.ReadTable(name, _cumulated.Keys, _cumulated.Columns);
            }
        }

        if (firing != long.MinValue)
        {
            _windowEnd = firing;
            _resumed = CreateTable();
            loader.ReadTable(FiringState, _resumed.Keys, _resumed.Columns);
            _firing = _resumed;
            _firingSlot = 0;
        }
        else
        {
            Schedule();
        }

        TellSize();
    }

    /// <summary>How far time had come; of several lanes, the one that was behind. Returns the end of the window that was firing.</summary>
    private long LoadTime(StateLoader loader)
    {
        long firing = long.MinValue;
        bool isFirst = true;
        using StateReader time = loader.Read(TimeState);
        while (time.MoveNext())
        {
            long progress = BitConverter.ToInt64(time.Value);
            long lastFired = BitConverter.ToInt64(time.Value[8..]);
            _progress = isFirst ? progress : Math.Min(_progress, progress);
            _lastFired = isFirst ? lastFired : Math.Max(_lastFired, lastFired);
            _cumulatedStart = Math.Max(_cumulatedStart, BitConverter.ToInt64(time.Value[16..]));
            firing = BitConverter.ToInt64(time.Value[24..]);

            // What time has passed is settled only when nothing was pending, as at a savepoint: else windows that were about to fire would be passed over.
            _settled = loader.HasSameLanes ? BitConverter.ToInt64(time.Value[32..]) : _progress;
            isFirst = false;
        }

        return firing;
    }
}
