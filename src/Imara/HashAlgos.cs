using System.Collections.Immutable;

namespace Imara;

/// <summary>Names and digest sizes of the kernel's hash algorithms.</summary>
/// <remarks>docs/reference/appraisal.md 1.1, policy.md 2.5. Names are case sensitive.</remarks>
public static class HashAlgos
{
    private static readonly (string Name, int Size)[] Table =
    [
        ("md4", 16), ("md5", 16), ("sha1", 20), ("rmd160", 20), ("sha256", 32), ("sha384", 48), ("sha512", 64), ("sha224", 28),
        ("rmd128", 16), ("rmd256", 32), ("rmd320", 40), ("wp256", 32), ("wp384", 48), ("wp512", 64),
        ("tgr128", 16), ("tgr160", 20), ("tgr192", 24), ("sm3", 32), ("streebog256", 32), ("streebog512", 64),
        ("sha3-256", 32), ("sha3-384", 48), ("sha3-512", 64),
    ];

    /// <summary>The largest digest, in bytes.</summary>
    public const int MaxDigestSize = 64;

    /// <summary>Every algorithm in the order of its id.</summary>
    public static ImmutableArray<HashAlgo> All { get; } = [.. Enum.GetValues<HashAlgo>()];

    /// <summary>True if <paramref name="id"/> is a known algorithm id.</summary>
    public static bool IsDefined(byte id) => id < Table.Length;

    /// <summary>The kernel's name, such as <c>sha3-256</c>.</summary>
    public static string NameOf(HashAlgo algo) => Table[(int)algo].Name;

    /// <summary>Size of a digest in bytes.</summary>
    public static int DigestSize(HashAlgo algo) => Table[(int)algo].Size;

    /// <summary>Finds an algorithm by the kernel's exact name.</summary>
    public static bool TryParse(ReadOnlySpan<char> name, out HashAlgo algo)
    {
        for (var id = 0; id < Table.Length; id++)
        {
            if (name.SequenceEqual(Table[id].Name))
            {
                algo = (HashAlgo)id;
                return true;
            }
        }

        algo = default;
        return false;
    }

    /// <summary>Finds an algorithm by the bytes of the kernel's exact name.</summary>
    public static bool TryParse(ReadOnlySpan<byte> name, out HashAlgo algo)
    {
        algo = default;
        if (name.Length is 0 or > 16)
        {
            return false;
        }

        Span<char> chars = stackalloc char[name.Length];
        for (var i = 0; i < name.Length; i++)
        {
            chars[i] = (char)name[i];
        }

        return TryParse(chars, out algo);
    }
}
