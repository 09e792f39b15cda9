namespace Imara.Cli.Evmctl.Options;

/// <summary>What the options say, checked.</summary>
internal sealed record EvmctlOptions
{
    /// <summary>`-a`; null if not given.</summary>
    public HashAlgo? GivenAlgo { get; init; }

    /// <summary>The hash algorithm: SHA-256 unless `-a` says otherwise.</summary>
    public HashAlgo Algo => GivenAlgo ?? HashAlgo.Sha256;

    /// <summary>`-s`: sign the content, too.</summary>
    public bool ImaSig { get; init; }

    /// <summary>`-d`: hash the content, too.</summary>
    public bool ImaHash { get; init; }

    /// <summary>`-f`: use signature files.</summary>
    public bool SigFile { get; init; }

    /// <summary>`--xattr-user`.</summary>
    public bool XattrUser { get; init; }

    /// <summary>`--rsa`: signatures of version 1.</summary>
    public bool Version1 { get; init; }

    /// <summary>`--v3`: signatures of version 3.</summary>
    public bool Version3 { get; init; }

    /// <summary>`-k`; null if not given.</summary>
    public string? Key { get; init; }

    /// <summary>`--keyid`.</summary>
    public uint? KeyId { get; init; }

    /// <summary>`--keyid-from-cert`.</summary>
    public string? KeyIdFromCert { get; init; }

    /// <summary>`-o`.</summary>
    public bool Portable { get; init; }

    /// <summary>`-i`.</summary>
    public bool Immutable { get; init; }

    /// <summary>`-p` without a password: ask for it.</summary>
    public bool AskPassword { get; init; }

    /// <summary>The password of `-p`, as bytes.</summary>
    public string? Password { get; init; }

    /// <summary>`-r`.</summary>
    public bool Recursive { get; init; }

    /// <summary>`-t`.</summary>
    public FileTypes Types { get; init; } = FileTypes.Files;

    /// <summary>`-n`: change no attribute.</summary>
    public bool NoXattr { get; init; }

    /// <summary>`-u`: 16 bytes, or none for a signature without a UUID; null: that of the file system.</summary>
    public byte[]? Uuid { get; init; }

    /// <summary>`--smack`.</summary>
    public bool Smack { get; init; }

    /// <summary>`--m32`, unless `--m64` follows.</summary>
    public bool Machine32 { get; init; }

    /// <summary>`--ino`.</summary>
    public ulong? Ino { get; init; }

    /// <summary>`--uid`.</summary>
    public uint? Uid { get; init; }

    /// <summary>`--gid`.</summary>
    public uint? Gid { get; init; }

    /// <summary>`--mode`.</summary>
    public ushort? Mode { get; init; }

    /// <summary>`--generation`.</summary>
    public uint? Generation { get; init; }

    /// <summary>`--ima`: the value in place of the file's.</summary>
    public byte[]? Ima { get; init; }

    /// <summary>`--selinux`: the value in place of the file's, with its NUL.</summary>
    public byte[]? Selinux { get; init; }

    /// <summary>`--caps`: the value in place of the file's, empty for none; null: the file's.</summary>
    public byte[]? Caps { get; init; }

    /// <summary>`--verify-sig`.</summary>
    public bool VerifySig { get; init; }

    /// <summary>`--ignore-violations`.</summary>
    public bool IgnoreViolations { get; init; }

    /// <summary>`--pcrs`, as given.</summary>
    public IReadOnlyList<string> Pcrs { get; init; } = [];

    /// <summary>`--verify-bank`.</summary>
    public HashAlgo? VerifyBank { get; init; }

    /// <summary>`--hwtpm`.</summary>
    public bool HardwareTpm { get; init; }

    /// <summary>`--hmackey`; null if not given.</summary>
    public string? HmacKey { get; init; }

    /// <summary>`--veritysig`.</summary>
    public bool VeritySig { get; init; }
}
