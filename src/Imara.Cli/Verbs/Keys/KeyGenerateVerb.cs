using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using Imara.Cli.Input;
using Imara.Cli.Output;
using Imara.Linux.Processes;
using Imara.Signatures.Keys;

namespace Imara.Cli.Verbs.Keys;

/// <summary>`imara key generate`: a private key and its certificate, as IMA's keyrings want them.</summary>
internal sealed class KeyGenerateVerb : Verb
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Everybody = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly Option<bool> ca = new("--ca") { Description = "The certificate of a CA, which signs certificates" };
    private readonly Option<bool> leaf = new("--leaf") { Description = "A certificate that signs files (default); signed by --issuer, or by itself" };
    private readonly Option<string?> issuer = new("--issuer") { Description = "Certificate of the CA that signs the new one", HelpName = "CERT" };
    private readonly Option<string?> issuerKey = new("--issuer-key") { Description = "Private key of the CA: a file or a PKCS#11 URI", HelpName = "KEY" };
    private readonly Option<string?> issuerPasswordFile = PasswordSource.Option("--issuer-password-file", "the CA's private key");
    private readonly Option<string> type = new("--type")
    {
        Description = "The kind of key",
        HelpName = "rsa2048|rsa3072|rsa4096|p256|p384|p521",
        DefaultValueFactory = _ => "rsa2048",
    };

    private readonly SubjectOption subject = new() { Description = "Name of the certificate, such as \"O=Example, CN=IMA signing key\"", Required = true };
    private readonly Option<int> days = new("--days") { Description = "Days of validity, from now; the kernel does not look", DefaultValueFactory = _ => 3650, HelpName = "N" };
    private readonly Option<string> outKey = new("--out-key") { Description = "Where the private key goes: PEM, or DER if the name ends in .der", HelpName = "FILE", Required = true };
    private readonly Option<string> outCert = new("--out-cert") { Description = "Where the certificate goes: PEM, or DER if the name ends in .der", HelpName = "FILE", Required = true };
    private readonly Option<string?> passwordFile = PasswordSource.Option("--password-file", "the new private key, which is encrypted if there is one");
    private readonly Option<bool> force = new("--force") { Description = "Replace files that are there" };

    public KeyGenerateVerb()
        : base(
            "generate",
            "Make a private key and a certificate that .ima and .evm take",
            [
                "imara key generate --ca --subject \"O=Example, CN=Example CA\" --out-key ca.pem --out-cert ca.crt --password-file pw",
                "imara key generate --leaf --issuer ca.crt --issuer-key ca.pem --issuer-password-file pw --subject CN=signing --type p256 --out-key key.pem --out-cert x509_ima.der",
            ],
            OutputFormat.Text, OutputFormat.Json)
    {
        foreach (var option in (ReadOnlySpan<Option>)[ca, leaf, issuer, issuerKey, issuerPasswordFile, type, subject, days, outKey, outCert, passwordFile, force])
        {
            Add(option);
        }

        type.AcceptOnlyFromAmong("rsa2048", "rsa3072", "rsa4096", "p256", "p384", "p521");
        days.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 365_000)
            {
                result.AddError("--days: from 1 to 365000");
            }
        });
        Validators.Add(result =>
        {
            if (result.GetValue(ca) && (result.GetValue(leaf) || result.GetValue(issuer) is not null))
            {
                result.AddError("--ca signs itself: neither --leaf nor --issuer goes with it");
            }

            if (result.GetValue(issuer) is null != result.GetValue(issuerKey) is null)
            {
                result.AddError("--issuer and --issuer-key go together");
            }
        });
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report)
    {
        ProcessSecrets.Guard();
        if (!PasswordSource.TryRead(line.GetValue(passwordFile), report, out var password))
        {
            return ExitCode.CouldNotTell;
        }

        using var key = NewKey.Generate(Enum.Parse<NewKeyKind>(line.GetRequiredValue(type), ignoreCase: true));
        if (!TryMakeCertificate(line, key, report, out var der))
        {
            return ExitCode.CouldNotTell;
        }

        var (keyPath, certPath) = (line.GetRequiredValue(outKey), line.GetRequiredValue(outCert));
        using var keyFile = NewFile.Write(keyPath, key.Write(password, pem: !IsDer(keyPath)), OwnerOnly, line.GetValue(force), report);
        using var certFile = keyFile is null ? null : NewFile.Write(certPath, IsDer(certPath) ? der : ToPem(der), Everybody, line.GetValue(force), report);
        if (keyFile is null || certFile is null || !certFile.TryPlace(report))
        {
            return ExitCode.CouldNotTell;
        }

        // An old key that is replaced cannot be made again, so that it goes last.
        if (!keyFile.TryPlace(report))
        {
            certFile.TakeBack(report);
            return ExitCode.CouldNotTell;
        }

        if (password is null)
        {
            report.Note($"{keyPath} is not encrypted; --password-file encrypts it");
        }

        if (!report.Quiet && X509Key.TryParse(der, out var certificate, out _))
        {
            KeyReport.Write([(certPath, KeyObject.Of(certificate))], kernel: null, report);
        }

        return ExitCode.Yes;
    }

    private static bool IsDer(string path) => path.EndsWith(".der", StringComparison.OrdinalIgnoreCase);

    private static byte[] ToPem(byte[] der) => Encoding.ASCII.GetBytes(PemEncoding.WriteString("CERTIFICATE", der) + "\n");

    private bool TryMakeCertificate(ParseResult line, NewKey key, Report report, out byte[] der)
    {
        // Certificates count whole seconds.
        var now = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        var maker = new CertificateMaker
        {
            Role = line.GetValue(ca) ? CertificateRole.Authority : CertificateRole.Leaf,
            Subject = line.GetRequiredValue(subject),
            NotBefore = now,
            NotAfter = now.AddDays(line.GetValue(days)),
        };
        der = [];
        byte[]? made;
        string reason;
        if (line.GetValue(issuer) is not { } issuerPath)
        {
            if (!maker.TryMakeSelfSigned(key.Key, out made, out reason))
            {
                report.Error($"no certificate: {reason}");
                return false;
            }

            der = made;
            return true;
        }

        if (!KeyInput.TryReadCertificate(issuerPath, report, out var issuerCertificate)
            || !PasswordSource.TryRead(line.GetValue(issuerPasswordFile), report, out var issuerPassword)
            || !KeyInput.TryReadKey(line.GetValue(issuerKey)!, issuerPassword, report, out var signer))
        {
            return false;
        }

        using (signer)
        {
            if (!maker.TryMakeSigned(key.Key.PublicKey, issuerCertificate, signer.Key, out made, out reason))
            {
                report.Error($"no certificate: {reason}");
                return false;
            }
        }

        der = made;
        return true;
    }
}
