namespace Weir.Worker.Hosting;

/// <summary>Addresses of storage: a path, and for some kinds settings after a question mark.</summary>
public static class StorageAddress
{
    /// <summary>The address of a folder below another.</summary>
    public static string Combine(string address, string folder)
    {
        if (folder.Length == 0)
        {
            return address;
        }

        int question = address.Contains("://", StringComparison.Ordinal) ? address.IndexOf('?', StringComparison.Ordinal) : -1;
        string path = question < 0 ? address : address[..question];
        return $"{path.TrimEnd('/')}/{folder}{(question < 0 ? string.Empty : address[question..])}";
    }
}
