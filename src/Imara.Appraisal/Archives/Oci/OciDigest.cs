using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Imara.Appraisal.Archives.Oci;

/// <summary>Names of blobs: <c>sha256:</c> or <c>sha512:</c> and lower-case hexadecimal digits.</summary>
internal static class OciDigest
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    /// <summary>The algorithm and where the blob lies; false for anything else, so that no digest leads out of the folder.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out HashAlgo algo, out string path)
    {
        var (prefix, length) = text is not null && text.StartsWith("sha512:", StringComparison.Ordinal) ? ("sha512:", 128) : ("sha256:", 64);
        algo = length == 64 ? HashAlgo.Sha256 : HashAlgo.Sha512;
        path = string.Empty;
        if (text is null || text.Length != prefix.Length + length || !text.StartsWith(prefix, StringComparison.Ordinal)
            || text.AsSpan(prefix.Length).ContainsAnyExcept(Digits))
        {
            return false;
        }

        path = PathOf(text);
        return true;
    }

    /// <summary>Where a blob with a well-formed name lies.</summary>
    public static string PathOf(string digest) => "blobs/" + digest.Replace(':', '/');

    /// <summary>The name of a blob with this digest.</summary>
    public static string Of(Digest digest) => digest.ToString();
}
