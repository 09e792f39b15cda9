using System.Collections.Immutable;

namespace Imara.Cli.Evmctl.Options;

/// <summary>Letters and words of evmctl's options, 1.4 to 1.6.</summary>
/// <remarks>docs/reference/appraisal.md 9.</remarks>
internal static class OptionTable
{
    private const char NoLetter = '\0';

    /// <summary>Every option.</summary>
    public static ImmutableArray<OptionSpec> All { get; } =
    [
        new(OptionId.Help, 'h', "help"),
        new(OptionId.Version, NoLetter, "version"),
        new(OptionId.Verbose, 'v', string.Empty),
        new(OptionId.HashAlgo, 'a', "hashalgo", OptionArgument.Required),
        new(OptionId.ImaSig, 's', "imasig"),
        new(OptionId.ImaHash, 'd', "imahash"),
        new(OptionId.SigFile, 'f', "sigfile"),
        new(OptionId.XattrUser, NoLetter, "xattr-user"),
        new(OptionId.Rsa, NoLetter, "rsa"),
        new(OptionId.Version3, NoLetter, "v3"),
        new(OptionId.Key, 'k', "key", OptionArgument.Required),
        new(OptionId.KeyId, NoLetter, "keyid", OptionArgument.Required),
        new(OptionId.KeyIdFromCert, NoLetter, "keyid-from-cert", OptionArgument.Required),
        new(OptionId.Portable, 'o', "portable"),
        new(OptionId.Immutable, 'i', "immutable"),
        new(OptionId.Password, 'p', "pass", OptionArgument.Optional),
        new(OptionId.Recursive, 'r', "recursive"),
        new(OptionId.Type, 't', "type", OptionArgument.Required),
        new(OptionId.NoXattr, 'n', string.Empty),
        new(OptionId.Uuid, 'u', "uuid", OptionArgument.Optional),
        new(OptionId.Smack, NoLetter, "smack"),
        new(OptionId.Machine32, NoLetter, "m32"),
        new(OptionId.Machine64, NoLetter, "m64"),
        new(OptionId.Ino, NoLetter, "ino", OptionArgument.Required),
        new(OptionId.Uid, NoLetter, "uid", OptionArgument.Required),
        new(OptionId.Gid, NoLetter, "gid", OptionArgument.Required),
        new(OptionId.Mode, NoLetter, "mode", OptionArgument.Required),
        new(OptionId.Generation, NoLetter, "generation", OptionArgument.Required),
        new(OptionId.Ima, NoLetter, "ima", OptionArgument.Required),
        new(OptionId.Selinux, NoLetter, "selinux", OptionArgument.Required),
        new(OptionId.Caps, NoLetter, "caps", OptionArgument.Optional),
        new(OptionId.VerifySig, NoLetter, "verify-sig"),
        new(OptionId.Engine, NoLetter, "engine", OptionArgument.Required),
        new(OptionId.Provider, NoLetter, "provider", OptionArgument.Required),
        new(OptionId.IgnoreViolations, NoLetter, "ignore-violations"),
        new(OptionId.Pcrs, NoLetter, "pcrs", OptionArgument.Required),
        new(OptionId.VerifyBank, NoLetter, "verify-bank", OptionArgument.Optional),
        new(OptionId.HardwareTpm, NoLetter, "hwtpm"),
        new(OptionId.HmacKey, NoLetter, "hmackey", OptionArgument.Required),
        new(OptionId.VeritySig, NoLetter, "veritysig"),
    ];
}
