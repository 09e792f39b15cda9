using System.CommandLine;
using System.Globalization;
using System.Text;
using Imara.Cli.Input;
using Imara.Cli.Output;
using Imara.Linux.Keyrings;
using Imara.Signatures.Keys;

namespace Imara.Cli.Verbs.Keys;

/// <summary>`imara key import`: gives certificates to the kernel.</summary>
internal sealed class KeyImportVerb : Verb
{
    private readonly Argument<string[]> files = new("CERT")
    {
        Description = "Certificates in DER or PEM, which is converted: the kernel reads DER alone",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> keyring = new("--keyring")
    {
        Description = "The keyring: .ima, .evm, _ima, _evm, another name, a serial number, @u or @s",
        HelpName = "KEYRING",
        Required = true,
    };

    private readonly Option<bool> create = new("--create") { Description = "Make _ima or _evm in @u if there is none" };

    public KeyImportVerb()
        : base(
            "import",
            "Add certificates to a keyring of the kernel",
            ["imara key import /etc/keys/x509_ima.der --keyring .ima", "imara key import signing.pem --keyring _ima --create"],
            OutputFormat.Text, OutputFormat.Json)
    {
        Add(files);
        Add(keyring);
        Add(create);
        Validators.Add(result =>
        {
            if (result.GetValue(create) && result.GetValue(keyring) is not ("_ima" or "_evm"))
            {
                result.AddError("--create makes _ima and _evm alone: the kernel makes all others");
            }
        });
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report)
    {
        var name = line.GetRequiredValue(keyring);
        var exit = ExitCode.Yes;
        var certificates = new List<(string File, X509Key Certificate)>();
        foreach (var path in line.GetRequiredValue(files))
        {
            if (!TryReadCertificates(path, report, certificates))
            {
                exit = ExitCode.CouldNotTell;
            }
        }

        if (certificates.Count == 0 || !TryFindKeyring(name, line.GetValue(create), report, out var ring, out var isMade))
        {
            return ExitCode.CouldNotTell;
        }

        var answers = new List<ImportedKey>();
        foreach (var (file, certificate) in certificates)
        {
            var error = KeyCalls.Add("asymmetric"u8, [], certificate.Der.Span, ring, out var serial);
            var reason = error == Errno.None ? null : KeyErrors.Explain(error, certificate, name);
            answers.Add(new ImportedKey(file, certificate, error, serial, reason));
            if (reason is not null)
            {
                report.Error($"{file}: {error}: {reason}");
                exit = exit == ExitCode.Yes ? ExitCode.No : exit;
            }
        }

        // The kernel would find an empty keyring, and keep it.
        if (isMade && answers.TrueForAll(answer => answer.Error != Errno.None) && KeyCalls.Unlink(ring, KeyCalls.UserKeyring) == Errno.None)
        {
            report.Note($"{name} was made for nothing and is gone again");
        }

        ImportedKey.Write(answers, name, ring, report);
        return exit;
    }

    private static bool TryReadCertificates(string path, Report report, List<(string File, X509Key Certificate)> certificates)
    {
        if (!InputFile.TryRead(path, InputFile.UsualCap, report, out var content))
        {
            return false;
        }

        var blocks = Pem.ReadAll(content.Span).Where(block => block.Label == "CERTIFICATE").Select(block => block.Der).ToList();
        foreach (var der in blocks.Count > 0 ? blocks : [content.ToArray()])
        {
            if (!X509Key.TryParse(der, out var certificate, out var error))
            {
                report.Error($"{InputFile.NameOf(path)}: {WhatElse(content.Span) ?? $"no certificate: {error}"}");
                return false;
            }

            certificates.Add((InputFile.NameOf(path), certificate));
        }

        return true;
    }

    private static string? WhatElse(ReadOnlySpan<byte> content)
    {
        var isPrivate = Pem.ReadAll(content).Any(block => block.Label.EndsWith("PRIVATE KEY", StringComparison.Ordinal));
        if (!isPrivate && KeyObjects.TryRead(content, password: null, out var objects, out _, out _) && objects.Count > 0)
        {
            isPrivate = objects[0].Kind == "private-key";
            if (!isPrivate)
            {
                return "a public key; keyrings take certificates, and `imara key generate` makes one";
            }
        }

        return isPrivate ? "a private key; keyrings take its certificate, which holds the public half" : null;
    }

    private static bool TryFindKeyring(string name, bool make, Report report, out int serial, out bool isMade)
    {
        // Where it fails, adding says so.
        _ = KeyringSearch.PossessUserKeyring();
        isMade = false;
        var error = KeyringSearch.Find(name, out serial);
        if (error == Errno.ENOKEY && make)
        {
            error = KeyCalls.Add("keyring"u8, Encoding.UTF8.GetBytes(name), [], KeyCalls.UserKeyring, out serial);
            isMade = error == Errno.None;
            if (isMade)
            {
                report.Note($"made {name}, serial {serial.ToString(CultureInfo.InvariantCulture)}; the kernel takes the one it finds when it checks its first signature, and keeps it");
            }
        }

        if (error != Errno.None)
        {
            report.Error($"{name}: {error}: {KeyErrors.Explain(error, name)}");
        }

        return error == Errno.None;
    }
}
