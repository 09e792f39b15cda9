using Imara.Answers;
using Imara.Appraisal.Labelling;
using Imara.Cli.Input;
using Imara.Cli.Output;
using Imara.Signatures;

namespace Imara.Cli.Verbs.Files;

/// <summary>Signs digests instead of files: for machines that have the key and not the files.</summary>
internal static class DigestSigning
{
    private const int ChunkSize = 256;
    private const int MaxLine = 64 << 10;

    /// <summary>Signs every line of standard input, and writes each with its signature behind it.</summary>
    /// <param name="plan">How.</param>
    /// <param name="allowsEmpty">That there is no line is an answer.</param>
    /// <param name="report">Where to.</param>
    public static ExitCode Run(SignPlan plan, bool allowsEmpty, Report report)
    {
        if (plan.Evm != EvmLabel.None || plan.Version1 is not null || plan.Maker is null)
        {
            report.Error("--digest makes signatures of version 2 and 3 for security.ima");
            return ExitCode.CouldNotTell;
        }

        if (!InputFile.TryOpen("-", report, out var input))
        {
            return ExitCode.CouldNotTell;
        }

        using (input)
        {
            var lines = new InputLines("-", input, MaxLine, report);
            var census = new Census();
            var numbers = new List<int>(ChunkSize);
            var chunk = new List<byte[]>(ChunkSize);
            bool more;
            do
            {
                more = lines.TryRead(out var line);
                if (more && lines.IsTooLong)
                {
                    report.Error($"<stdin>:{lines.Number}: longer than {MaxLine} bytes");
                    census.Add(Look.NotLookedAt);
                }
                else if (more)
                {
                    chunk.Add(line.ToArray());
                    numbers.Add(lines.Number);
                }

                if (chunk.Count == ChunkSize || (!more && chunk.Count > 0))
                {
                    var signed = Sign(chunk, numbers, plan, report);
                    census.Add(Look.Good, signed);
                    census.Add(Look.NotLookedAt, chunk.Count - signed);
                    chunk.Clear();
                    numbers.Clear();
                }
            }
            while (more);
            if (lines.IsBroken)
            {
                census.CutShort();
            }

            EmptyQuestion.Tell(census, "digest", allowsEmpty, report);
            return ExitCodes.Of(census.Answer(allowsEmpty));
        }
    }

    private static int Sign(List<byte[]> chunk, List<int> numbers, SignPlan plan, Report report)
    {
        var values = new byte[]?[chunk.Count];
        var reasons = new string[chunk.Count];
        var type = plan.Ima == ImaLabel.VeritySignature ? ImaXattrType.VeritySignature : ImaXattrType.Signature;
        Parallel.For(0, chunk.Count, i =>
        {
            if (!DigestLine.TryParse(chunk[i], plan.Algo, out var digest, out var error))
            {
                reasons[i] = error.ToString();
            }
            else if (!plan.Maker!.TrySign(type, digest, out values[i], out var reason))
            {
                reasons[i] = reason;
            }
        });
        var good = 0;
        for (var i = 0; i < chunk.Count; i++)
        {
            if (values[i] is not { } value)
            {
                report.Error($"<stdin>:{numbers[i]}: {reasons[i]}");
                continue;
            }

            good++;
            if (report.Format == OutputFormat.Json)
            {
                var line = chunk[i];
                report.Json(json =>
                {
                    json.WriteText("line", line);
                    json.WriteString("signature"u8, Convert.ToHexStringLower(value));
                });
            }
            else
            {
                var bytes = report.Bytes;
                bytes.Write(chunk[i]);
                bytes.Write(" "u8);
                bytes.Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(value)));
                bytes.Write("\n"u8);
            }
        }

        return good;
    }
}
