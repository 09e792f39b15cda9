using System.Diagnostics.CodeAnalysis;

namespace Imara.Cli.Evmctl.Lists;

/// <summary>A line of <c>sha256sum</c> or of <c>fsverity digest</c>: a digest in hex, then a name that is not looked at.</summary>
internal static class DigestLine
{
    /// <summary>Reads the digest.</summary>
    /// <param name="line">The line, without its line feed.</param>
    /// <param name="algo">The algorithm; null: the usual one for a digest of this length.</param>
    /// <param name="namesAlgo">True if <c>ALGO:</c> stands before the digest.</param>
    /// <param name="digest">The digest.</param>
    /// <param name="reason">Why there is none.</param>
    public static bool TryRead(string line, HashAlgo? algo, bool namesAlgo, [NotNullWhen(true)] out Digest? digest, out string reason)
    {
        digest = null;

        // A backslash in front says that the name is written with escapes.
        var text = line.AsSpan();
        text = !text.IsEmpty && text[0] == '\\' ? text[1..] : text;
        var blank = text.IndexOfAny(' ', '\t');
        var hex = blank < 0 ? text : text[..blank];
        if (namesAlgo)
        {
            var colon = hex.IndexOf(':');
            if (colon < 0 || !HashAlgos.TryParse(hex[..colon], out var named) || named is not (HashAlgo.Sha256 or HashAlgo.Sha512))
            {
                reason = "does not begin with `sha256:` or `sha512:`";
                return false;
            }

            if (algo is not null && algo != named)
            {
                reason = $"is a {HashAlgos.NameOf(named)} digest, not {HashAlgos.NameOf(algo.Value)}";
                return false;
            }

            algo = named;
            hex = hex[(colon + 1)..];
        }

        if (!HexText.TryRead(hex, out var bytes))
        {
            reason = "does not begin with a digest in hex";
            return false;
        }

        if ((algo ?? UsualAlgo(bytes.Length)) is not { } known || HashAlgos.DigestSize(known) != bytes.Length)
        {
            reason = $"{bytes.Length} bytes are no {(algo is { } wanted ? HashAlgos.NameOf(wanted) : "known")} digest";
            return false;
        }

        digest = new Digest(known, bytes);
        reason = string.Empty;
        return true;
    }

    private static HashAlgo? UsualAlgo(int size) => size switch
    {
        20 => HashAlgo.Sha1,
        28 => HashAlgo.Sha224,
        32 => HashAlgo.Sha256,
        48 => HashAlgo.Sha384,
        64 => HashAlgo.Sha512,
        _ => null,
    };
}
