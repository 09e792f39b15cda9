using System.Buffers;
using System.Text;
using Imara.Cli.Evmctl.Keys;
using Imara.Cli.Evmctl.Lists;
using Imara.Linux.Files;
using Imara.Measurements.Lists;
using Imara.Measurements.Replay;
using Microsoft.Win32.SafeHandles;

namespace Imara.Cli.Evmctl.Commands;

/// <summary>`ima_measurement`: is a list the one that the PCRs stand for?</summary>
/// <remarks>docs/reference/measurement-list.md 13.</remarks>
internal sealed class ImaMeasurementCommand()
    : EvmctlCommand(
        "ima_measurement",
        "[--pcrs [ALGO,]FILE]... [--hwtpm] [--verify-bank ALGO] [--ignore-violations] [--verify-sig [-k CERT,...]] LIST",
        "Replay a measurement list and compare it with PCR values; with --verify-sig, verify its signatures too.")
{
    /// <inheritdoc/>
    public override int Run(EvmctlCall call)
    {
        if (call.Operands.Count != 1)
        {
            return Misused(call, "one measurement list belongs here");
        }

        EntrySignatures? signatures = null;
        if (call.Options.VerifySig)
        {
            if (VerificationKeys.Read(call) is not { } keys)
            {
                return EvmctlStatus.Failed;
            }

            signatures = new EntrySignatures(keys);
        }

        if (TpmValues.Read(call) is not { } values)
        {
            return EvmctlStatus.Failed;
        }

        var path = call.Operands[0];
        var error = Descriptor.Open(Encoding.Latin1.GetBytes(path), OpenFlags.ReadOnly, out var descriptor);
        if (error != Errno.None)
        {
            return call.Streams.Fail($"{path}: {ErrnoText.Of(error)}");
        }

        using var stream = new FileStream(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.Read, 0);
        return Verify(call, values, signatures, stream);
    }

    private static int Verify(EvmctlCall call, PcrValues values, EntrySignatures? signatures, Stream stream)
    {
        var options = new ListVerifierOptions { Banks = call.Options.VerifyBank is { } bank ? [bank] : [] };
        using var verifier = new ListVerifier(values, options);
        var list = MeasurementListReader.Open(stream);
        var text = new ArrayBufferWriter<byte>();
        var status = EvmctlStatus.Good;
        while (list.TryRead(out var record))
        {
            verifier.Add(record);
            if (call.Streams.Verbosity > 0)
            {
                text.ResetWrittenCount();
                AsciiList.Write(record.Entry, record.Column.Algo, text, record.Column.PaddedSha1);
                call.Streams.Remark(Encoding.Latin1.GetString(text.WrittenSpan[..^1]));
            }

            var reason = string.Empty;
            if (signatures?.Judge(record.Entry, out reason) is EntrySignatureStatus.Bad or EntrySignatureStatus.UnknownKey)
            {
                status = call.Streams.Fail($"{call.Operands[0]}: entry {record.Index}: {reason}", EvmctlStatus.Bad);
            }
        }

        var result = verifier.Finish(list.Error);
        foreach (var finding in result.Findings.Where(finding => !IsIgnored(call, finding)))
        {
            call.Streams.Remark($"evmctl: {call.Operands[0]}: {(finding.Index is { } index ? $"entry {index}: " : string.Empty)}{finding.Message}");
        }

        WritePcrs(call, result);
        if (result.Aggregate.Verdict != AggregateVerdict.Unchecked)
        {
            call.Streams.Remark($"boot aggregate {result.Aggregate.VerdictName}");
        }

        var isMatched = IsMatched(call, result);
        call.Streams.Remark(isMatched ? "Matched per TPM bank calculated digest(s)." : $"The list is not proven by the PCR values: {result.VerdictName}.");
        return isMatched ? status : EvmctlStatus.Bad;
    }

    // As evmctl: the PCRs decide. What they do not cover, and what else is odd, is told above.
    private static bool IsMatched(EvmctlCall call, ListVerification result) => result.AttestedVerdict switch
    {
        ListVerdict.Proven => true,
        ListVerdict.Violations => call.Options.IgnoreViolations,
        ListVerdict.Unproven => result.AttestedEntries > 0 && result.Findings.All(finding => finding.IsRemark || IsIgnored(call, finding)
            || finding.Index >= result.AttestedEntries || finding.Kind is ListFindingKind.BootAggregateUnchecked or ListFindingKind.UnknownTemplate),
        _ => false,
    };

    // Scripts look for these lines.
    private static void WritePcrs(EvmctlCall call, ListVerification result)
    {
        foreach (var bank in result.Banks)
        {
            foreach (var pcr in bank.Pcrs)
            {
                var name = HashAlgos.NameOf(bank.Algo);
                call.Streams.Detail($"{name}: PCRAgg  {pcr.Pcr}: {Convert.ToHexStringLower(pcr.AttestedValue.Span)}");
                if (pcr.Expected is { } expected)
                {
                    call.Streams.Detail($"{name}: TPM PCR-{pcr.Pcr}: {Convert.ToHexStringLower(expected.Span)}");
                    call.Streams.Detail(pcr.Match == PcrMatch.None
                        ? $"{name}: PCRAgg {pcr.Pcr} does not match TPM PCR-{pcr.Pcr}"
                        : $"{name} PCR-{pcr.Pcr}: succeed at entry {pcr.AttestedEntries}");
                }
            }
        }
    }

    private static bool IsIgnored(EvmctlCall call, ListFinding finding) =>
        call.Options.IgnoreViolations && finding.Kind == ListFindingKind.Violation;
}
