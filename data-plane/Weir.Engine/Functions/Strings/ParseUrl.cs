using Weir.Engine.Batches;
using Weir.Engine.Expressions;

namespace Weir.Engine.Functions.Strings;

/// <summary>PARSE_URL.</summary>
public static class ParseUrl
{
    /// <summary>A kernel for PARSE_URL(url, part [, key]): NULL for what is no URL, has no such part, or is asked for an unknown part; a key is of QUERY only.</summary>
    public static ScalarKernel Create()
    {
        UrlParts url = new();
        return (arguments, result, rows, _) =>
        {
            BytesColumn urls = (BytesColumn)arguments[0];
            BytesColumn parts = (BytesColumn)arguments[1];
            BytesColumn? keys = arguments.Length > 2 ? (BytesColumn)arguments[2] : null;
            BytesColumn target = (BytesColumn)result;
            foreach (int row in rows)
            {
                ReadOnlySpan<byte> part = parts[row];
                if ((keys is not null && !part.SequenceEqual("QUERY"u8)) || !url.TryParse(urls[row]))
                {
                    target.SetNull(row);
                }
                else if (keys is null)
                {
                    SetPart(url, part, target, row);
                }
                else if (url.TryGetQuery(out ReadOnlySpan<byte> query) && TryFindKey(query, keys[row], out ReadOnlySpan<byte> value))
                {
                    target.Set(row, value);
                }
                else
                {
                    target.SetNull(row);
                }
            }
        };
    }

    private static void SetPart(UrlParts url, ReadOnlySpan<byte> part, BytesColumn target, int row)
    {
        bool present = true;
        ReadOnlySpan<byte> value = default;
        if (part.SequenceEqual("HOST"u8))
        {
            value = url.Host;
        }
        else if (part.SequenceEqual("PATH"u8))
        {
            value = url.Path;
        }
        else if (part.SequenceEqual("QUERY"u8))
        {
            present = url.TryGetQuery(out value);
        }
        else if (part.SequenceEqual("REF"u8))
        {
            present = url.TryGetReference(out value);
        }
        else if (part.SequenceEqual("PROTOCOL"u8))
        {
            value = url.Protocol;
        }
        else if (part.SequenceEqual("FILE"u8))
        {
            SetFile(url, target, row);
            return;
        }
        else if (part.SequenceEqual("AUTHORITY"u8))
        {
            present = url.TryGetAuthority(out value);
        }
        else
        {
            present = part.SequenceEqual("USERINFO"u8) && url.TryGetUserInfo(out value);
        }

        if (present)
        {
            target.Set(row, value);
        }
        else
        {
            target.SetNull(row);
        }
    }

    private static void SetFile(UrlParts url, BytesColumn target, int row)
    {
        ReadOnlySpan<byte> path = url.Path;
        if (!url.TryGetQuery(out ReadOnlySpan<byte> query))
        {
            target.Set(row, path);
            return;
        }

        Span<byte> room = target.Reserve(path.Length + query.Length + 1);
        path.CopyTo(room);
        room[path.Length] = (byte)'?';
        query.CopyTo(room[(path.Length + 1)..]);
        target.Commit(row, path.Length + query.Length + 1);
    }

    /// <summary>The first <c>key=</c> at the start or after an ampersand, up to the next ampersand.</summary>
    private static bool TryFindKey(ReadOnlySpan<byte> query, ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        for (int from = 0; from <= query.Length;)
        {
            ReadOnlySpan<byte> rest = query[from..];
            if (rest.Length > key.Length && rest[key.Length] == '=' && rest.StartsWith(key))
            {
                value = rest[(key.Length + 1)..];
                int end = value.IndexOf((byte)'&');
                value = end < 0 ? value : value[..end];
                return true;
            }

            int next = rest.IndexOf((byte)'&');
            if (next < 0)
            {
                break;
            }

            from += next + 1;
        }

        value = default;
        return false;
    }
}
