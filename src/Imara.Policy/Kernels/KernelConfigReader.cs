using System.Collections.Immutable;
using System.Text;
using Imara.Policy.Rules;

namespace Imara.Policy.Kernels;

/// <summary>Reads a kernel configuration, as it lies in the build folder, in /boot, or unpacked from /proc/config.gz.</summary>
/// <remarks>docs/reference/policy.md 8, last paragraph. Lines about other things are passed over.</remarks>
public static class KernelConfigReader
{
    private static readonly (string Name, HashAlgoSet Algos)[] HashNames =
    [
        ("CRYPTO_MD4", HashAlgoSet.Of(HashAlgo.Md4)),
        ("CRYPTO_MD5", HashAlgoSet.Of(HashAlgo.Md5)),
        ("CRYPTO_SHA1", HashAlgoSet.Of(HashAlgo.Sha1)),
        ("CRYPTO_SHA256", HashAlgoSet.Of(HashAlgo.Sha224, HashAlgo.Sha256)),
        ("CRYPTO_SHA512", HashAlgoSet.Of(HashAlgo.Sha384, HashAlgo.Sha512)),
        ("CRYPTO_SHA3", HashAlgoSet.Of(HashAlgo.Sha3_256, HashAlgo.Sha3_384, HashAlgo.Sha3_512)),
        ("CRYPTO_RMD128", HashAlgoSet.Of(HashAlgo.Rmd128)),
        ("CRYPTO_RMD160", HashAlgoSet.Of(HashAlgo.Rmd160)),
        ("CRYPTO_RMD256", HashAlgoSet.Of(HashAlgo.Rmd256)),
        ("CRYPTO_RMD320", HashAlgoSet.Of(HashAlgo.Rmd320)),
        ("CRYPTO_WP512", HashAlgoSet.Of(HashAlgo.Wp256, HashAlgo.Wp384, HashAlgo.Wp512)),
        ("CRYPTO_TGR192", HashAlgoSet.Of(HashAlgo.Tgr128, HashAlgo.Tgr160, HashAlgo.Tgr192)),
        ("CRYPTO_SM3", HashAlgoSet.Of(HashAlgo.Sm3)),
        ("CRYPTO_SM3_GENERIC", HashAlgoSet.Of(HashAlgo.Sm3)),
        ("CRYPTO_STREEBOG", HashAlgoSet.Of(HashAlgo.Streebog256, HashAlgo.Streebog512)),
    ];

    // docs/reference/appraisal.md: the order in which EVM takes them.
    private static readonly (string Xattr, string Name)[] EvmNames =
    [
        ("security.selinux", "SECURITY_SELINUX"), ("security.SMACK64", "SECURITY_SMACK"), ("security.SMACK64EXEC", "EVM_EXTRA_SMACK_XATTRS"),
        ("security.SMACK64TRANSMUTE", "EVM_EXTRA_SMACK_XATTRS"), ("security.SMACK64MMAP", "EVM_EXTRA_SMACK_XATTRS"),
        ("security.apparmor", "SECURITY_APPARMOR"), ("security.ima", "IMA_APPRAISE"),
    ];

    /// <summary>The option that provides an algorithm, such as <c>CONFIG_CRYPTO_SHA512</c>.</summary>
    internal static string OptionOf(HashAlgo algo) => "CONFIG_" + HashNames.First(row => row.Algos.Contains(algo)).Name;

    /// <summary>Reads a configuration.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="config">What it says.</param>
    /// <param name="error">Why it is refused: nothing in it looks like a configuration, or a value of IMA makes no sense.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, out KernelConfig config, out FormatError error)
    {
        config = new KernelConfig();
        error = default;
        var hasLine = false;
        var evm = new HashSet<string>(StringComparer.Ordinal);
        var offset = 0;
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            offset = range.Start.GetOffset(text.Length);
            if (line.StartsWith("# Linux/"u8) && config.Version is null)
            {
                config = config with { Version = VersionOf(line) };
                continue;
            }

            if (TrySplit(line, out var name, out var value))
            {
                hasLine = true;
                if (!TryTake(name, value, evm, ref config))
                {
                    error = new FormatError(offset, $"`{ByteString.Display(value)}` is no value of CONFIG_{ByteString.Display(name)}");
                    return false;
                }
            }
        }

        if (!hasLine)
        {
            error = new FormatError(0, "no line begins with CONFIG_ or with # CONFIG_");
            return false;
        }

        config = config with { EvmXattrs = [.. EvmNames.Where(row => evm.Contains(row.Name)).Select(row => row.Xattr), "security.capability"] };
        return true;
    }

    // CONFIG_NAME=value, or `# CONFIG_NAME is not set`, which is the value n.
    private static bool TrySplit(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        name = default;
        value = "n"u8;
        line = line.TrimEnd((byte)'\r');
        if (line.StartsWith("# CONFIG_"u8) && line.EndsWith(" is not set"u8))
        {
            name = line["# CONFIG_".Length..^" is not set".Length];
            return true;
        }

        var equals = line.IndexOf((byte)'=');
        if (!line.StartsWith("CONFIG_"u8) || equals < 0)
        {
            return false;
        }

        name = line["CONFIG_".Length..equals];
        value = line[(equals + 1)..];
        return true;
    }

    private static bool TryTake(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, HashSet<string> evm, ref KernelConfig config)
    {
        var isBuiltIn = value.SequenceEqual("y"u8);
        if (isBuiltIn && (name.SequenceEqual("IMA"u8) || name.StartsWith("IMA_"u8)))
        {
            config = config with { HasIma = true };
        }

        foreach (var (word, option) in KernelOptionNames.All)
        {
            if (isBuiltIn && Ascii.Equals(name, word))
            {
                config = config with { Options = config.Options | option };
            }
        }

        foreach (var (word, algos) in HashNames)
        {
            if (Ascii.Equals(name, word))
            {
                config = config with
                {
                    NamesHashes = true,
                    BuiltInHashes = isBuiltIn ? config.BuiltInHashes.Union(algos) : config.BuiltInHashes,
                    ModuleHashes = value.SequenceEqual("m"u8) ? config.ModuleHashes.Union(algos) : config.ModuleHashes,
                };
            }
        }

        if (SchemeTable.OfOption(name) is var schemes and not SignatureSchemes.None)
        {
            config = config with
            {
                NamesSchemes = true,
                BuiltInSchemes = config.BuiltInSchemes | (isBuiltIn ? schemes : SignatureSchemes.None),
                ModuleSchemes = config.ModuleSchemes | (value.SequenceEqual("m"u8) ? schemes : SignatureSchemes.None),
            };
        }

        foreach (var (_, word) in EvmNames)
        {
            if (isBuiltIn && Ascii.Equals(name, word))
            {
                evm.Add(word);
            }
        }

        return TryTakeDefault(name, value, ref config);
    }

    private static bool TryTakeDefault(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, ref KernelConfig config)
    {
        if (name.SequenceEqual("IMA_DEFAULT_HASH"u8))
        {
            var isKnown = HashAlgos.TryParse(Unquoted(value), out var algo);
            config = config with { DefaultHash = isKnown ? algo : null };
            return isKnown;
        }

        if (name.SequenceEqual("IMA_DEFAULT_TEMPLATE"u8))
        {
            var template = Encoding.ASCII.GetString(Unquoted(value));
            config = config with { DefaultTemplate = template };
            return KernelTemplates.Of(KnownKernels.OfVersion(KernelFeatures.Newest), customFormat: null).Any(known => known.Name == template);
        }

        if (name.SequenceEqual("IMA_MEASURE_PCR_IDX"u8))
        {
            var isNumber = int.TryParse(value, out var pcr) && pcr is >= 0 and <= 63;
            config = config with { MeasurePcr = pcr };
            return isNumber;
        }

        return true;
    }

    private static ReadOnlySpan<byte> Unquoted(ReadOnlySpan<byte> value) =>
        value.Length >= 2 && value[0] == '"' && value[^1] == '"' ? value[1..^1] : value;

    private static KernelVersion? VersionOf(ReadOnlySpan<byte> header)
    {
        var blank = header["# Linux".Length..].IndexOf((byte)' ');
        return blank >= 0 && KernelVersion.TryParse(Encoding.ASCII.GetString(header[("# Linux".Length + blank + 1)..]), out var version) ? version : null;
    }
}
