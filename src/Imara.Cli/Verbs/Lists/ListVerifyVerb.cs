using System.CommandLine;
using System.CommandLine.Parsing;
using Imara.Cli.Input;
using Imara.Cli.Output;
using Imara.Measurements.Lists;
using Imara.Measurements.Replay;

namespace Imara.Cli.Verbs.Lists;

/// <summary>`imara list verify`: is a list the one that the PCRs stand for?</summary>
internal sealed class ListVerifyVerb : Verb
{
    private readonly Argument<string> file = new("FILE") { Description = "A measurement list, binary or ascii; `-` is standard input" };

    private readonly Option<string[]> pcrs = new("--pcrs")
    {
        Description = "PCR values: output of tpm2_pcrread, lines `PCR-NN: HEX`, JSON, or a directory as in sysfs; ALGO, in front names the bank",
        HelpName = "[ALGO,]FILE|DIR",
    };

    private readonly Option<HashAlgo[]> banks = new("--bank")
    {
        Description = "Compare this bank only; may be given more than once",
        HelpName = "ALGO",
        CustomParser = ParseAlgos,
    };

    private readonly Option<string> eventLog = new("--eventlog")
    {
        Description = "The firmware's event log, binary_bios_measurements: the boot aggregate is compared with what it gives",
        HelpName = "FILE",
    };

    private readonly Option<string> userLog = new("--userlog")
    {
        Description = "systemd's log of what it extended later, tpm2-measure.log: names the PCRs that neither log explains",
        HelpName = "FILE",
    };

    private readonly Option<string[]> certificates = new("--cert")
    {
        Description = "Verify the signatures in entries, of content and appended ones, with the key of this certificate or public key; may be given more than once",
        HelpName = "FILE",
    };

    private readonly Option<bool> attested = new("--attested")
    {
        Description = "The exit status is of the entries that the PCRs agree with; later ones, as in a list read after its quote, do not count",
    };

    public ListVerifyVerb()
        : base(
            "verify",
            "Replay a measurement list and compare it with PCR values",
            [
                "imara list verify /sys/kernel/security/ima/binary_runtime_measurements --pcrs /sys/class/tpm/tpm0",
                "imara list verify list.bin --pcrs pcrs.txt --eventlog binary_bios_measurements --userlog tpm2-measure.log --attested",
                "imara list verify list.bin --pcrs sha1,pcrs.sha1 --pcrs sha256,pcrs.sha256 --format json",
            ],
            OutputFormat.Text, OutputFormat.Json)
    {
        Add(file);
        Add(pcrs);
        Add(banks);
        Add(eventLog);
        Add(userLog);
        Add(certificates);
        Add(attested);
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report)
    {
        if (!PcrSource.TryRead(line.GetValue(pcrs) ?? [], report, out var expected)
            || !BootLogSource.TryRead(line.GetValue(eventLog), line.GetValue(userLog), report, out var evidence))
        {
            return ExitCode.CouldNotTell;
        }

        EntrySignatures? signatures = null;
        if (line.GetValue(certificates) is { Length: > 0 } paths)
        {
            if (!CertificateFile.TryRead(paths, report, out var keys))
            {
                return ExitCode.CouldNotTell;
            }

            signatures = new EntrySignatures(keys);
        }

        var path = line.GetRequiredValue(file);
        if (!InputFile.TryOpen(path, report, out var input))
        {
            return ExitCode.CouldNotTell;
        }

        ListVerification result;
        using (input)
        {
            var options = new ListVerifierOptions { Banks = [.. line.GetValue(banks) ?? []], Evidence = evidence, Signatures = signatures };
            result = ListVerifier.Verify(MeasurementListReader.Open(input), expected, options);
        }

        report.Detail($"read {InputFile.NameOf(path)}, {result.Entries} entries");
        var isAttested = line.GetValue(attested);
        NameFindings(result, isAttested, InputFile.NameOf(path), report);
        ListVerificationReport.Write(result, isAttested, report);
        return ExitCodes.Of(isAttested ? result.AttestedVerdict : result.Verdict);
    }

    private static HashAlgo[] ParseAlgos(ArgumentResult result)
    {
        var algos = new List<HashAlgo>();
        foreach (var token in result.Tokens)
        {
            if (HashAlgos.TryParse(token.Value, out var algo))
            {
                algos.Add(algo);
            }
            else
            {
                result.AddError($"no hash algorithm is called `{token.Value}`");
            }
        }

        return [.. algos];
    }

    // What kept the list from being proven goes to standard error, item by item.
    private static void NameFindings(ListVerification result, bool isAttested, string list, Report report)
    {
        foreach (var finding in result.Findings)
        {
            var where = finding.Index is { } index ? $"{list}: entry {index}" : list;
            if (finding.IsRemark || (isAttested && finding.Index >= result.AttestedEntries))
            {
                report.Note($"{where}: {finding.Message}");
            }
            else
            {
                report.Error($"{where}: {finding.Message}");
            }
        }

        if (result.OmittedFindings > 0)
        {
            report.Error($"{list}: {result.OmittedFindings} more findings of these kinds");
        }

        if (result.Verdict == ListVerdict.Unchecked)
        {
            report.Error($"{list}: nothing to compare with; see --pcrs");
        }
    }
}
