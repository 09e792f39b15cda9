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

    public ListVerifyVerb()
        : base(
            "verify",
            "Replay a measurement list and compare it with PCR values",
            [
                "imara list verify /sys/kernel/security/ima/binary_runtime_measurements --pcrs /sys/class/tpm/tpm0",
                "imara list verify list.bin --pcrs sha1,pcrs.sha1 --pcrs sha256,pcrs.sha256 --format json",
            ],
            OutputFormat.Text, OutputFormat.Json)
    {
        Add(file);
        Add(pcrs);
        Add(banks);
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult line, Report report)
    {
        if (!PcrSource.TryRead(line.GetValue(pcrs) ?? [], report, out var expected))
        {
            return ExitCode.CouldNotTell;
        }

        var path = line.GetRequiredValue(file);
        if (!InputFile.TryOpen(path, report, out var input))
        {
            return ExitCode.CouldNotTell;
        }

        ListVerification result;
        using (input)
        {
            var options = new ListVerifierOptions { Banks = [.. line.GetValue(banks) ?? []] };
            result = ListVerifier.Verify(MeasurementListReader.Open(input), expected, options);
        }

        report.Detail($"read {InputFile.NameOf(path)}, {result.Entries} entries");
        NameFindings(result, InputFile.NameOf(path), report);
        ListVerificationReport.Write(result, report);
        return result.Verdict switch
        {
            ListVerdict.Proven => ExitCode.Yes,
            ListVerdict.Unproven or ListVerdict.Unchecked => ExitCode.CouldNotTell,
            _ => ExitCode.No,
        };
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
    private static void NameFindings(ListVerification result, string list, Report report)
    {
        foreach (var finding in result.Findings)
        {
            var where = finding.Index is { } index ? $"{list}: entry {index}" : list;
            if (finding.Kind == ListFindingKind.PaddedSha1)
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
