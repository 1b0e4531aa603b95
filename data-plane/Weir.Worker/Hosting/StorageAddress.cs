using System.Text;

namespace Weir.Worker.Hosting;

/// <summary>Addresses of storage: a path, and for some kinds settings after a question mark.</summary>
public static class StorageAddress
{
    /// <summary>A name as a folder: what is not a letter, a digit, or one of <c>_ - .</c> is written as ~ and two digits for each byte, and so is a dot at the beginning.</summary>
    public static string FolderOf(string name)
    {
        StringBuilder folder = new();
        foreach (byte b in Encoding.UTF8.GetBytes(name))
        {
            bool isPlain = char.IsAsciiLetterOrDigit((char)b) || b is (byte)'_' or (byte)'-' || (b == (byte)'.' && folder.Length > 0);
            folder.Append(isPlain ? ((char)b).ToString() : $"~{b:X2}");
        }

        return folder.ToString();
    }

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
