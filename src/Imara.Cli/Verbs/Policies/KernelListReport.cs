using System.Collections.Immutable;
using Imara.Cli.Output;
using Imara.Policy.Kernels;

namespace Imara.Cli.Verbs.Policies;

/// <summary>The known kernels as text and as JSON.</summary>
internal static class KernelListReport
{
    /// <summary>Writes the recorded kernels, then the long-term series of the version table.</summary>
    public static void Write(Report report)
    {
        ImmutableArray<(KernelProfile Kernel, bool IsRecorded)> kernels =
        [
            .. KnownKernels.Recorded.Select(kernel => (kernel, true)),
            .. KnownKernels.LongTerm.Select(version => (KnownKernels.OfVersion(version), false)),
        ];
        if (report.Format == OutputFormat.Json)
        {
            report.Json(json =>
            {
                json.WriteStartArray("kernels"u8);
                foreach (var (kernel, isRecorded) in kernels)
                {
                    json.WriteStartObject();
                    VocabularyReport.WriteFacts(json, kernel);
                    json.WriteBoolean("recorded"u8, isRecorded);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });
            return;
        }

        report.Line($"{"kernel",-12}  {"version",-8}  {"from",-13}  {"hash",-6}  {"template",-8}  release");
        foreach (var (kernel, isRecorded) in kernels)
        {
            var origin = isRecorded ? "recorded" : "version table";
            var release = isRecorded ? kernel.Release : "-";
            report.Line($"{kernel.Name,-12}  {kernel.Version,-8}  {origin,-13}  {HashAlgos.NameOf(kernel.DefaultHash),-6}  {kernel.DefaultTemplate,-8}  {release}");
        }
    }
}
