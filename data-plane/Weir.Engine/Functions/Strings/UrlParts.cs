using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Weir.Engine.Functions.Strings;

/// <summary>
/// A URL taken apart as java.net.URL does it, which is more lenient than RFC 3986 and knows only its own protocols. All parts are ranges of the text.
/// </summary>
public sealed class UrlParts
{
    private byte[] _text = new byte[256];
    private Range _protocol;
    private Range _authority;
    private Range _userInfo;
    private Range _host;
    private Range _path;
    private Range _query;
    private Range _reference;
    private bool _hasAuthority;
    private bool _hasUserInfo;
    private bool _hasQuery;
    private bool _hasReference;

    /// <summary>The protocol, as written but in lower case.</summary>
    public ReadOnlySpan<byte> Protocol => _text.AsSpan(_protocol);

    /// <summary>The host; empty if there is none.</summary>
    public ReadOnlySpan<byte> Host => _text.AsSpan(_host);

    /// <summary>The path; may be empty.</summary>
    public ReadOnlySpan<byte> Path => _text.AsSpan(_path);

    /// <summary>What is between // and the path, if there is a //.</summary>
    public bool TryGetAuthority(out ReadOnlySpan<byte> part) => Part(_hasAuthority, _authority, out part);

    /// <summary>What is before the @ of the authority.</summary>
    public bool TryGetUserInfo(out ReadOnlySpan<byte> part) => Part(_hasUserInfo, _userInfo, out part);

    /// <summary>What is after the question mark.</summary>
    public bool TryGetQuery(out ReadOnlySpan<byte> part) => Part(_hasQuery, _query, out part);

    /// <summary>What is after the #.</summary>
    public bool TryGetReference(out ReadOnlySpan<byte> part) => Part(_hasReference, _reference, out part);

    /// <summary>Takes a URL apart; false when Java would call it malformed.</summary>
    public bool TryParse(ReadOnlySpan<byte> url)
    {
        while (!url.IsEmpty && url[^1] <= ' ')
        {
            url = url[..^1];
        }

        while (!url.IsEmpty && url[0] <= ' ')
        {
            url = url[1..];
        }

        if (_text.Length < url.Length)
        {
            _text = new byte[url.Length * 2];
        }

        url.CopyTo(_text);
        int start = url.Length >= 4 && Ascii.EqualsIgnoreCase(url[..4], "url:"u8) ? 4 : 0;
        int colon = url[start..].IndexOfAny((byte)':', (byte)'/');
        if (colon <= 0 || url[start + colon] != ':' || url[start] == '#')
        {
            return false;
        }

        _protocol = start..(start + colon);
        Span<byte> protocol = _text.AsSpan(_protocol);
        Ascii.ToLowerInPlace(protocol, out _);
        start += colon + 1;
        int limit = url.Length;
        int hash = url[start..].IndexOf((byte)'#');
        _hasReference = hash >= 0;
        if (_hasReference)
        {
            _reference = (start + hash + 1)..limit;
            limit = start + hash;
        }

        _hasAuthority = _hasUserInfo = _hasQuery = false;
        _host = default;
        if (protocol.SequenceEqual("mailto"u8))
        {
            _hasReference = false;
            return SetFile(url, start, limit);
        }

        if (protocol.SequenceEqual("jar"u8))
        {
            return SetJar(url, start, limit);
        }

        return (protocol.SequenceEqual("http"u8) || protocol.SequenceEqual("https"u8) || protocol.SequenceEqual("file"u8) || protocol.SequenceEqual("ftp"u8)
            || protocol.SequenceEqual("jrt"u8) || protocol.SequenceEqual("jmod"u8)) && SetHierarchical(url, start, limit);
    }

    private bool Part(bool present, Range range, out ReadOnlySpan<byte> part)
    {
        part = present ? _text.AsSpan(range) : default;
        return present;
    }

    /// <summary>A path and the last query of it, without authority.</summary>
    private bool SetFile(ReadOnlySpan<byte> url, int start, int limit)
    {
        if (start == limit)
        {
            return false;
        }

        int question = url[start..limit].LastIndexOf((byte)'?');
        _hasQuery = question >= 0;
        int end = _hasQuery ? start + question : limit;
        _query = (_hasQuery ? end + 1 : end)..limit;
        _path = start..end;
        return true;
    }

    /// <summary>jar:inner!/entry, where the inner URL must be well-formed and no jar itself.</summary>
    private bool SetJar(ReadOnlySpan<byte> url, int start, int limit)
    {
        ReadOnlySpan<byte> spec = url[start..limit];
        int bang = spec.LastIndexOf("!/"u8);
        if (start != 4 || bang < 0 || spec.StartsWith("jar:"u8) || !new UrlParts().TryParse(spec[..bang]))
        {
            return false;
        }

        return SetFile(url, start, limit);
    }

    private bool SetHierarchical(ReadOnlySpan<byte> url, int start, int limit)
    {
        int question = url[start..limit].IndexOf((byte)'?');
        if (question >= 0)
        {
            _hasQuery = true;
            _query = (start + question + 1)..limit;
            limit = start + question;
        }

        ReadOnlySpan<byte> spec = url[start..limit];
        if (spec.StartsWith("//"u8) && !spec.StartsWith("////"u8))
        {
            int slash = spec[2..].IndexOf((byte)'/');
            int end = start + 2 + (slash < 0 ? spec.Length - 2 : slash);
            _hasAuthority = true;
            _authority = (start + 2)..end;
            if (!SetHost(url[_authority], start + 2))
            {
                return false;
            }

            start = end;
        }

        _path = start..limit;
        return true;
    }

    private bool SetHost(ReadOnlySpan<byte> authority, int start)
    {
        ReadOnlySpan<byte> host = authority;
        int at = authority.IndexOf((byte)'@');
        if (at >= 0)
        {
            if (at != authority.LastIndexOf((byte)'@'))
            {
                return true;
            }

            _hasUserInfo = true;
            _userInfo = start..(start + at);
            host = authority[(at + 1)..];
            start += at + 1;
        }

        int end;
        if (host.StartsWith("["u8))
        {
            end = host.IndexOf((byte)']') + 1;
            if (end <= 3 || !IsIpV6(host[1..(end - 1)]) || (end < host.Length && host[end] != ':'))
            {
                return false;
            }
        }
        else
        {
            end = host.IndexOf((byte)':');
            end = end < 0 ? host.Length : end;
        }

        _host = start..(start + end);
        return end + 1 >= host.Length || IsPort(host[(end + 1)..]);
    }

    /// <summary>A number that is not below -1, with a sign if need be, as Java parses it.</summary>
    private static bool IsPort(ReadOnlySpan<byte> text) =>
        int.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out int port) && port >= -1;

    private static bool IsIpV6(ReadOnlySpan<byte> text)
    {
        Span<char> units = stackalloc char[64];
        return text.Length <= units.Length && Ascii.ToUtf16(text, units, out int written) == System.Buffers.OperationStatus.Done
            && IPAddress.TryParse(units[..written], out IPAddress? address) && address.AddressFamily == AddressFamily.InterNetworkV6;
    }
}
