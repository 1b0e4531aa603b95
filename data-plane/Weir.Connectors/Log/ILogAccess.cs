namespace Weir.Connectors.Log;

/// <summary>A way to the log's store that outlives one owner.</summary>
internal interface ILogAccess
{
    /// <summary>Asks the store; when its owner is gone, the next one. So what is asked must bear being asked twice.</summary>
    T Try<T>(Func<ILogStore, T> ask);
}
