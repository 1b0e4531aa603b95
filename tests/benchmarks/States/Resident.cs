namespace Weir.Benchmarks.States;

/// <summary>Memory of this process that is in use.</summary>
internal static class Resident
{
    /// <summary>Resident bytes, with the garbage collected first.</summary>
    public static long Bytes()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return Environment.WorkingSet;
    }
}
