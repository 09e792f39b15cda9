using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Imara.Appraisal.Labelling;
using Imara.Cli.Output;
using Imara.Signatures;
using Imara.Signatures.Keys;

namespace Imara.Cli.Verbs.Files;

/// <summary>The options that say what signing writes.</summary>
internal sealed class SigningOptions
{
    private readonly Option<HashAlgo> algo = FileOptions.Algo();
    private readonly Option<int> version = new("--signature-version")
    {
        Description = "Version of the signatures; 3 for files and EVM needs Linux 7.1, 1 is deprecated and for RSA and security.ima only",
        HelpName = "1|2|3",
        DefaultValueFactory = _ => 2,
    };

    private readonly Option<bool> portable = new("--portable") { Description = "Also write security.evm: a portable signature over attributes, owner, group and mode" };
    private readonly Option<bool> bound = new("--bound") { Description = "Also write security.evm: a signature that covers inode number, generation and file system, too" };
    private readonly Option<string> hmacKey = EvmOptions.HmacKey("Also write security.evm: an HMAC by the decrypted evm-key in this file, for images");
    private readonly Option<string> fsuuid = new("--fsuuid")
    {
        Description = "UUID that --bound and --hmac-key cover; default: that of the file system; `none` for kernels that cover none",
        HelpName = "UUID|none",
    };

    private readonly Option<bool> imaHash = new("--imahash") { Description = "security.ima gets a digest, only security.evm a signature" };
    private readonly Option<bool> keepIma = new("--keep-ima") { Description = "security.ima stays as it is, only security.evm is signed" };
    private readonly Option<bool> verity = new("--verity") { Description = "Sign the fs-verity digest: the kernel's where fs-verity is on, else one computed here" };
    private readonly Option<int> verityBlockSize = new("--verity-block-size") { Description = "Block size where it is computed here", HelpName = "BYTES", DefaultValueFactory = _ => VerityDigest.DefaultBlockSize };
    private readonly Option<string> veritySalt = new("--verity-salt") { Description = "Salt where it is computed here", HelpName = "HEX" };
    private readonly Option<bool> force = new("--force") { Description = "Sign again what is signed right already" };

    /// <summary>Adds them to a verb.</summary>
    public void AddTo(Command command)
    {
        Validate();
        command.Add(algo);
        command.Add(version);
        command.Add(portable);
        command.Add(bound);
        command.Add(hmacKey);
        command.Add(fsuuid);
        command.Add(imaHash);
        command.Add(keepIma);
        command.Add(verity);
        command.Add(verityBlockSize);
        command.Add(veritySalt);
        command.Add(force);
    }

    /// <summary>True if no signature is to be made.</summary>
    public bool NeedsKey(ParseResult line) =>
        line.GetValue(hmacKey) is null || !(line.GetValue(imaHash) || line.GetValue(keepIma)) || line.GetValue(portable) || line.GetValue(bound);

    /// <summary>The plan of the command line.</summary>
    /// <param name="line">The command line.</param>
    /// <param name="key">The key; null if no signature is made.</param>
    /// <param name="keyid">Its keyid.</param>
    /// <param name="asksPolicy">A policy says which files get a signature of their fs-verity digest.</param>
    /// <param name="report">Takes the reason if there is none.</param>
    /// <param name="plan">The plan.</param>
    public bool TryPlan(ParseResult line, SigningKey? key, uint keyid, bool asksPolicy, Report report, [NotNullWhen(true)] out SignPlan? plan)
    {
        plan = null;
        var chosen = line.GetRequiredValue(algo);
        if (Contradiction(line, key, asksPolicy) is { } reason)
        {
            report.Error(reason);
            return false;
        }

        if (!FileOptions.IsWritable(chosen, line.GetValue(force), report) || !TrySalt(line, report, out var salt) || !TryUuid(line, report, out var uuid))
        {
            return false;
        }

        ReadOnlyMemory<byte> hmac = default;
        if (line.GetValue(hmacKey) is { } path && !EvmOptions.TryRead(path, report, out hmac))
        {
            return false;
        }

        var first = line.GetValue(version) == 1 ? new SignatureMakerV1(key!) : null;
        plan = new SignPlan
        {
            Ima = line.GetValue(keepIma) ? ImaLabel.Keep : line.GetValue(imaHash) ? ImaLabel.Digest : line.GetValue(verity) ? ImaLabel.VeritySignature : ImaLabel.Signature,
            Evm = line.GetValue(portable) ? EvmLabel.Portable : line.GetValue(bound) ? EvmLabel.Bound : hmac.IsEmpty ? EvmLabel.None : EvmLabel.Hmac,
            Algo = chosen,
            Maker = key is null ? null : new SignatureMaker(key, keyid, (byte)Math.Max(2, line.GetValue(version))),
            Version1 = first is null ? null : digest => first.TrySign(digest, (uint)DateTimeOffset.UtcNow.ToUnixTimeSeconds(), out var value, out var why) ? (value, why) : (null, why),
            HmacKey = hmac,
            FsUuid = uuid,
            VerityAlgo = chosen == HashAlgo.Sha512 ? VerityAlgo.Sha512 : VerityAlgo.Sha256,
            VerityBlockSize = line.GetValue(verityBlockSize),
            VeritySalt = salt,
            Force = line.GetValue(force),
        };
        return true;
    }

    private void Validate()
    {
        version.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 3)
            {
                result.AddError("--signature-version: 1, 2 or 3");
            }
        });
        verityBlockSize.Validators.Add(result =>
        {
            var size = result.GetValueOrDefault<int>();
            if (size is < VerityDigest.MinBlockSize or > VerityDigest.MaxBlockSize || !int.IsPow2(size))
            {
                result.AddError("--verity-block-size: a power of two from 1024 to 65536");
            }
        });
    }

    private string? Contradiction(ParseResult line, SigningKey? key, bool asksPolicy)
    {
        var evm = new[] { line.GetValue(portable), line.GetValue(bound), line.GetValue(hmacKey) is not null }.Count(given => given);
        var ima = new[] { line.GetValue(imaHash), line.GetValue(keepIma), line.GetValue(verity) }.Count(given => given);
        if (evm > 1)
        {
            return "of --portable, --bound and --hmac-key only one: a file has one security.evm";
        }

        if (ima > 1)
        {
            return "of --imahash, --keep-ima and --verity only one: a file has one security.ima";
        }

        if (evm == 0 && (line.GetValue(imaHash) || line.GetValue(keepIma)))
        {
            return "nothing is signed: --imahash and --keep-ima want --portable, --bound or --hmac-key (`imara file hash` writes digests)";
        }

        if (line.GetValue(version) == 1 && (ima > 0 || (evm > 0 && line.GetValue(hmacKey) is null)))
        {
            return "--signature-version 1 signs the content in security.ima and nothing else";
        }

        if (line.GetValue(version) == 1 && key is { PublicKey.Kind: not KeyKind.Rsa })
        {
            return "--signature-version 1 takes RSA keys only";
        }

        if (line.GetValue(fsuuid) is not null && !line.GetValue(bound) && line.GetValue(hmacKey) is null)
        {
            return "--fsuuid goes with --bound and --hmac-key: nothing else covers the file system";
        }

        if (!line.GetValue(verity) && !asksPolicy && (line.GetValue(veritySalt) is not null || line.GetResult(verityBlockSize) is { Implicit: false }))
        {
            return "--verity-salt and --verity-block-size go with --verity";
        }

        return line.GetValue(verity) && line.GetRequiredValue(algo) is not (HashAlgo.Sha256 or HashAlgo.Sha512) ? "--verity: fs-verity has sha256 and sha512" : null;
    }

    private bool TrySalt(ParseResult line, Report report, out byte[] salt)
    {
        salt = [];
        if (line.GetValue(veritySalt) is not { } text)
        {
            return true;
        }

        salt = new byte[text.Length / 2];
        if (text.Length % 2 != 0 || salt.Length > VerityDigest.MaxSaltSize
            || Convert.FromHexString(text, salt, out _, out var written) != System.Buffers.OperationStatus.Done || written != salt.Length)
        {
            report.Error("--verity-salt: up to 32 bytes in hex");
            return false;
        }

        return true;
    }

    private bool TryUuid(ParseResult line, Report report, out ReadOnlyMemory<byte>? uuid)
    {
        uuid = null;
        var text = line.GetValue(fsuuid);
        if (text == "none")
        {
            uuid = ReadOnlyMemory<byte>.Empty;
        }
        else if (text is not null)
        {
            if (!Guid.TryParseExact(text, "D", out var parsed))
            {
                report.Error($"--fsuuid: `{text}` is no UUID");
                return false;
            }

            uuid = parsed.ToByteArray(bigEndian: true);
        }

        return true;
    }
}
