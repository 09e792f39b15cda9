using System.CommandLine;
using Imara.Cli.Input;
using Imara.Cli.Kernels;
using Imara.Cli.Output;
using Imara.Signatures.Keys;

namespace Imara.Cli.Verbs.Keys;

/// <summary>`imara key show`: what keys and certificates are, and whether IMA's keyrings take them.</summary>
internal sealed class KeyShowVerb : Verb
{
    private readonly Argument<string[]> files = new("FILE")
    {
        Description = "Certificates, private or public keys in PEM or DER, PKCS#12; - is standard input",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly KernelOptions kernelOptions = new(takesUsual: true);
    private readonly Option<string?> passwordFile = PasswordSource.Option("--password-file", "private keys");

    public KeyShowVerb()
        : base(
            "show",
            "Show keys and certificates: keyid, SKID, names, and whether they fit .ima and .evm of a kernel",
            ["imara key show /etc/keys/x509_ima.der", "imara key show --kernel 6.1-debian signing.crt", "imara key show signing.pem --password-file pw --format json"],
            OutputFormat.Text, OutputFormat.Json)
    {
        Add(files);
        Add(passwordFile);
        kernelOptions.AddChoiceTo(this);
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report)
    {
        // What is assumed of its policies and hashes says nothing about keys.
        if (!kernelOptions.TryChooseProfile(line, report, [], out var kernel) || !PasswordSource.TryRead(line.GetValue(passwordFile), report, out var password))
        {
            return ExitCode.CouldNotTell;
        }

        var exit = ExitCode.Yes;
        var shown = new List<(string File, KeyObject Object)>();
        foreach (var path in line.GetRequiredValue(files))
        {
            if (!InputFile.TryRead(path, CertificateFile.MaxSize, report, out var content))
            {
                exit = ExitCode.CouldNotTell;
            }
            else if (!KeyObjects.TryRead(content.Span, password, out var objects, out var failure, out var reason)
                && !(failure == SigningKeyFailure.PasswordNeeded && PasswordPrompt.AskPerson(KeyInput.QuestionOf(path)) is { } typed
                    && KeyObjects.TryRead(content.Span, typed, out objects, out failure, out reason)))
            {
                report.Error($"{InputFile.NameOf(path)}: {KeyInput.Explain(failure, reason)}");
                exit = ExitCode.CouldNotTell;
            }
            else
            {
                shown.AddRange(objects.Select(found => (InputFile.NameOf(path), found)));
            }
        }

        KeyReport.Write(shown, kernel, report);
        return exit;
    }
}
