using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Imara.Cli.Evmctl.Options;

/// <summary>Reads the values of options; what cannot be meant is refused where evmctl takes it for zero.</summary>
/// <remarks>docs/reference/appraisal.md 9.</remarks>
internal static class OptionReader
{
    /// <summary>Reads all options in their order.</summary>
    /// <param name="given">The options.</param>
    /// <param name="options">What they say.</param>
    /// <param name="reason">Which one is refused, and why.</param>
    public static bool TryRead(IReadOnlyList<GivenOption> given, [NotNullWhen(true)] out EvmctlOptions? options, out string reason)
    {
        var read = new EvmctlOptions();
        options = null;
        reason = string.Empty;
        foreach (var option in given)
        {
            if (ReadFlag(read, option.Id) is { } flag)
            {
                read = flag;
            }
            else if (ReadValue(read, option, out reason) is { } value)
            {
                read = value;
            }
            else
            {
                return false;
            }
        }

        options = read;
        return true;
    }

    private static EvmctlOptions? ReadFlag(EvmctlOptions read, OptionId id) => id switch
    {
        // Answered by whoever looks at the line first.
        OptionId.Help or OptionId.Version or OptionId.Verbose => read,
        OptionId.ImaSig => read with { ImaSig = true },
        OptionId.ImaHash => read with { ImaHash = true },
        OptionId.SigFile => read with { SigFile = true },
        OptionId.XattrUser => read with { XattrUser = true },
        OptionId.Rsa => read with { Version1 = true },
        OptionId.Version3 => read with { Version3 = true },
        OptionId.Portable => read with { Portable = true },
        OptionId.Immutable => read with { Immutable = true },
        OptionId.Recursive => read with { Recursive = true },
        OptionId.NoXattr => read with { NoXattr = true },
        OptionId.Smack => read with { Smack = true },
        OptionId.Machine32 => read with { Machine32 = true },
        OptionId.Machine64 => read with { Machine32 = false },
        OptionId.VerifySig => read with { VerifySig = true },
        OptionId.IgnoreViolations => read with { IgnoreViolations = true },
        OptionId.HardwareTpm => read with { HardwareTpm = true },
        OptionId.VeritySig => read with { VeritySig = true },
        _ => null,
    };

    private static EvmctlOptions? ReadValue(EvmctlOptions read, GivenOption option, out string reason)
    {
        var value = option.Value;
        reason = string.Empty;
        switch (option.Id)
        {
            case OptionId.Key:
                return read with { Key = value };
            case OptionId.KeyIdFromCert:
                return read with { KeyIdFromCert = value };
            case OptionId.HmacKey:
                return read with { HmacKey = value };
            case OptionId.Pcrs:
                return read with { Pcrs = [.. read.Pcrs, value!] };
            case OptionId.Password:
                return read with { AskPassword = value is null, Password = value };
            case OptionId.Selinux:
                return read with { Selinux = [.. Encoding.Latin1.GetBytes(value!), 0] };
            case OptionId.HashAlgo when AlgoNames.TryParse(value!, out var algo):
                return read with { GivenAlgo = algo };
            case OptionId.HashAlgo:
                reason = $"no hash algorithm is called `{value}`";
                return null;
            case OptionId.VerifyBank when value is not null && AlgoNames.TryParse(value, out var bank):
                return read with { VerifyBank = bank };
            case OptionId.VerifyBank:
                reason = value is null ? "--verify-bank needs the name of a hash algorithm" : $"--verify-bank: no hash algorithm is called `{value}`";
                return null;
            case OptionId.KeyId when TryReadKeyId(value!, out var keyid):
                return read with { KeyId = keyid };
            case OptionId.KeyId:
                reason = $"--keyid: `{value}` is no number of 1 to 8 hex digits other than zero";
                return null;
            case OptionId.Type:
                return ReadTypes(value!, out reason) is { } types ? read with { Types = types } : null;
            case OptionId.Engine when value is "pkcs11" or "gost":
            case OptionId.Provider when value is "pkcs11" or "default" or "gostprov":
                // Hashes of GOST are here, and its keys are refused by whoever reads them: nothing is left for an engine to do.
                return read;
            case OptionId.Engine or OptionId.Provider:
                reason = $"engines and providers of OpenSSL are not used, except for keys of tokens (pkcs11); `{value}` cannot be loaded";
                return null;
            default:
                return ReadMetadata(read, option.Id, value, out reason);
        }
    }

    private static EvmctlOptions? ReadMetadata(EvmctlOptions read, OptionId id, string? value, out string reason)
    {
        reason = string.Empty;
        switch (id)
        {
            case OptionId.Uuid when string.IsNullOrEmpty(value):
                return read with { Uuid = [] };
            case OptionId.Uuid when TryReadUuid(value, out var uuid):
                return read with { Uuid = uuid };
            case OptionId.Uuid:
                reason = $"--uuid: `{value}` is no UUID";
                return null;
            case OptionId.Caps when value is null:
                return read with { Caps = null };
            case OptionId.Caps when value.StartsWith("0x", StringComparison.Ordinal) && HexText.TryRead(value.AsSpan(2), out var caps):
                return read with { Caps = caps };
            case OptionId.Caps:
                return read with { Caps = Encoding.Latin1.GetBytes(value) };
            case OptionId.Ima when HexText.TryRead(value, out var ima):
                return read with { Ima = ima };
            case OptionId.Ima:
                reason = $"--ima: `{value}` is no value in hex";
                return null;
            case OptionId.Ino when TryReadNumber<ulong>(value!, out var ino):
                return read with { Ino = ino };
            case OptionId.Uid when TryReadNumber<uint>(value!, out var uid):
                return read with { Uid = uid };
            case OptionId.Gid when TryReadNumber<uint>(value!, out var gid):
                return read with { Gid = gid };
            case OptionId.Mode when TryReadNumber<ushort>(value!, out var mode):
                return read with { Mode = mode };
            case OptionId.Generation when string.IsNullOrEmpty(value):
                return read with { Generation = 0 };
            case OptionId.Generation when TryReadNumber<uint>(value, out var generation):
                return read with { Generation = generation };
            default:
                var most = id switch { OptionId.Ino => ulong.MaxValue, OptionId.Mode => ushort.MaxValue, _ => uint.MaxValue };
                reason = $"--{OptionTable.All.First(option => option.Id == id).Long}: `{value}` is no decimal number up to {most}";
                return null;
        }
    }

    private static FileTypes? ReadTypes(string letters, out string reason)
    {
        var types = FileTypes.None;
        reason = string.Empty;
        foreach (var letter in letters)
        {
            switch (letter)
            {
                case 'f':
                    types |= FileTypes.Files;
                    break;
                case 'x':
                    types |= FileTypes.Unlabelled;
                    break;
                case 'm':
                    types |= FileTypes.OneFileSystem;
                    break;
                case 'd' or 's':
                    // Directories and symbolic links have no labels: they may be named, and nothing is selected by it.
                    break;
                default:
                    reason = $"--type: there is no type `{letter}`";
                    return null;
            }
        }

        return types;
    }

    private static bool TryReadNumber<T>(string text, out T number)
        where T : struct, INumberBase<T> => T.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static bool TryReadKeyId(string text, out uint keyid)
    {
        var digits = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text.AsSpan(2) : text;
        return uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out keyid) && keyid != 0;
    }

    private static bool TryReadUuid(string text, out byte[] uuid)
    {
        var isRead = Guid.TryParseExact(text, "D", out var parsed) || Guid.TryParseExact(text, "N", out parsed);
        uuid = isRead ? parsed.ToByteArray(bigEndian: true) : [];
        return isRead;
    }
}
