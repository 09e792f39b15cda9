using System.CommandLine;
using Imara.Appraisal.Labelling;
using Imara.Cli.Input;
using Imara.Cli.Output;
using Imara.Cli.Settings;
using Imara.Engine;
using Imara.Signatures;
using Imara.Signatures.Keys;

namespace Imara.Cli.Verbs.Files;

/// <summary>The options that say with which keys labels are verified.</summary>
internal sealed class VerificationKeys
{
    private readonly Option<string[]> certificates = new("--cert", "-c")
    {
        Description = "A certificate (DER or PEM) or public key (PEM) that signatures are verified with; may be repeated",
        HelpName = "FILE",
    };

    private readonly Option<bool> evm = new("--evm") { Description = "EVM is on, with the same certificates" };
    private readonly Option<string[]> evmCertificates = new("--evm-cert") { Description = "EVM is on, with these certificates; may be repeated", HelpName = "FILE" };
    private readonly Option<string> hmacKey = EvmOptions.HmacKey("EVM is on, and this file holds the decrypted evm-key, at most 128 bytes");

    /// <summary>Adds them to a verb.</summary>
    public void AddTo(Command command)
    {
        command.Add(certificates);
        command.Add(evm);
        command.Add(evmCertificates);
        command.Add(hmacKey);
    }

    /// <summary>Reads the keys.</summary>
    public bool TryRead(ParseResult line, Report report, out Given keys)
    {
        keys = new Given();
        if (!SettingsSearch.TryRead(report, out var settings))
        {
            return false;
        }

        var paths = line.GetValue(certificates) is { Length: > 0 } given ? given : [.. settings.Certificates];
        var evmPaths = line.GetValue(evmCertificates) ?? [];
        if (!CertificateFile.TryRead(paths, report, out var ring) || !CertificateFile.TryRead(evmPaths, report, out var evmRing))
        {
            return false;
        }

        if (line.GetValue(evm) && paths.Length == 0)
        {
            report.Error("--evm verifies with the certificates of --cert, and none is given");
            return false;
        }

        ReadOnlyMemory<byte>? hmac = null;
        if (line.GetValue(hmacKey) is { } path)
        {
            if (!EvmOptions.TryRead(path, report, out var read))
            {
                return false;
            }

            hmac = read;
        }

        keys = new Given
        {
            Ima = ring,
            HasIma = paths.Length > 0,
            Evm = evmPaths.Length > 0 ? evmRing : line.GetValue(evm) ? ring : null,
            HmacKey = hmac,
        };
        return true;
    }

    /// <summary>The keys of a command line.</summary>
    internal sealed class Given
    {
        /// <summary>The <c>.ima</c> keyring.</summary>
        public Keyring Ima { get; init; } = new();

        /// <summary>Some certificate was given for it.</summary>
        public bool HasIma { get; init; }

        /// <summary>The <c>.evm</c> keyring; null: EVM verifies no signatures.</summary>
        public Keyring? Evm { get; init; }

        /// <summary>The decrypted key of EVM's HMACs.</summary>
        public ReadOnlyMemory<byte>? HmacKey { get; init; }

        /// <summary>The same, and if no certificate was given for <c>.ima</c>, with this key in it.</summary>
        public Given Or(PublicKey key)
        {
            if (HasIma)
            {
                return this;
            }

            var ring = new Keyring();
            ring.Add(key);
            return new Given { Ima = ring, HasIma = true, Evm = Evm, HmacKey = HmacKey };
        }

        /// <summary>The action that verifies with these keys.</summary>
        public VerifyAction Verify(ChosenAppraisal chosen, AppraisedAs appraised)
        {
            var depth = HasIma ? SignatureDepth.Full : SignatureDepth.Form;
            return new VerifyAction(new FirstAccess(chosen.Setup, Ima, depth, Evm, HmacKey), appraised, HasIma, new SignerSearch(Ima, Evm));
        }
    }
}
