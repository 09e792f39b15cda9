using System.Text.Json;
using System.Text.RegularExpressions;
using Imara.Boot.Audit;
using Imara.Boot.Audit.Reading;
using Imara.Tests.Shared;

namespace Imara.Boot.Tests.Audit;

public sealed partial class AuditCausesTests
{
    private const int Patience = 10_000;

    [Fact]
    public void Ids_are_unique() => Assert.Equal(AuditCauses.All.Length, AuditCauses.All.Select(row => row.Id).Distinct(StringComparer.Ordinal).Count());

    [Fact]
    public void Every_cause_has_its_line_on_the_page_of_the_verb()
    {
        var page = File.ReadAllText(Repository.PathOf("docs/verbs/audit.md"));
        Assert.Empty(AuditCauses.All.Where(row => !page.Contains($"| `{row.Id}` | {row.Meaning} |", StringComparison.Ordinal)).Select(row => $"| `{row.Id}` | {row.Meaning} |"));
    }

    [Theory]
    [InlineData("integrity: no _ima keyring: -126", "no keyring")]
    [InlineData("integrity: no _evm keyring: -126", "no keyring")]
    [InlineData("integrity: Problem loading X.509 certificate -65", "certificate not loaded")]
    [InlineData("ima: policy update failed", "policy thrown away")]
    [InlineData("integrity: Loading X.509 certificate: UEFI:db", null)]
    [InlineData("integrity: no such thing", null)]
    [InlineData("ima: policy update completed", null)]
    [InlineData("usb 1-1: Product: ima: policy update failed", null)]
    public void Lines_of_the_kernel_that_are_no_records_explain_those_that_are(string line, string? cause)
    {
        foreach (var head in (string[])["3,700,5140900,-;", "[   12.345678] ", "Nov 14 22:13:20 host kernel: [   12.345678] "])
        {
            var found = Logs.Read(head + line + "\n").ToList();
            Assert.Equal(cause is null ? [] : [cause], found.Select(item => AuditCauses.Of(item.Record!).Id));
            Assert.All(found, item => Assert.Equal(line, item.Record!.Detail.ToString()));
        }

        Assert.Empty(Logs.Read("30,700,5140900,-;" + line + "\n"));
    }

    [Fact]
    public void What_is_advised_names_the_keyring_that_the_kernel_has()
    {
        foreach (var cause in AuditCauses.All.Where(cause => (cause.Meaning + cause.Help).Contains(".ima", StringComparison.Ordinal) && !(cause.Meaning + cause.Help).Contains("security.ima,", StringComparison.Ordinal)))
        {
            Assert.True(!(cause.Meaning + cause.Help).Replace("security.ima", string.Empty, StringComparison.Ordinal).Contains(".ima", StringComparison.Ordinal) || (cause.Meaning + cause.Help).Contains("_ima", StringComparison.Ordinal), cause.Id);
        }
    }

    [Fact]
    public void Every_recorded_message_is_understood()
    {
        var unknown = new SortedSet<string>(StringComparer.Ordinal);
        var read = 0;
        foreach (var text in CorpusFiles.Lines("scenarios/scenarios.jsonl.gz"))
        {
            using var scenario = JsonDocument.Parse(text);
            foreach (var operation in scenario.RootElement.GetProperty("ops").EnumerateArray())
            {
                foreach (var message in operation.TryGetProperty("log", out var log) ? log.EnumerateArray().Select(line => line.GetString()!) : [])
                {
                    if (!message.StartsWith("type=", StringComparison.Ordinal))
                    {
                        var refusal = Logs.Read("5,1,1,-;" + message);
                        string[] expected = message.Contains("impossible to appraise", StringComparison.Ordinal) ? ["no file"]
                            : message.EndsWith("ima: policy update failed", StringComparison.Ordinal) ? ["policy thrown away"]
                            : message.Contains(" keyring: -", StringComparison.Ordinal) ? ["no keyring"] : [];
                        Assert.Equal(expected, refusal.Select(item => AuditCauses.Of(item.Record!).Id));
                        continue;
                    }

                    // Recordings have no time stamp and no process.
                    var full = RecordType().Replace(message, "$& audit(1700000000.123:45): pid=94");
                    full = message.StartsWith("type=1800", StringComparison.Ordinal) || message.StartsWith("type=1801", StringComparison.Ordinal)
                        ? full : full.Replace(" pid=94", string.Empty, StringComparison.Ordinal);
                    var item = Assert.Single(Logs.Read("5,1,1,-;audit: " + full));
                    Assert.True(item.Record is not null, $"{item.Error}: {full}");
                    var cause = AuditCauses.Of(item.Record);
                    if (cause.Id is "other" or "list failure")
                    {
                        unknown.Add(full);
                    }

                    if (operation.TryGetProperty("ima_denied", out _) && item.Record is { Type: AuditRecordType.Data, IsFailure: true } && operation.GetProperty("log").GetArrayLength() == 1)
                    {
                        Assert.True(cause.Outcome >= AuditOutcome.Refused, full);
                    }

                    read++;
                }
            }
        }

        Assert.Empty(unknown);
        Assert.True(read > 1000);
    }

    // The engine predicts the kernel's words; one that it has and the table has not would be explained as unknown.
    [Fact]
    public void The_table_knows_every_cause_of_the_engine()
    {
        var causes = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var file in Repository.Files("src", "*.cs").Where(path => path.StartsWith("src/Imara.Engine/", StringComparison.Ordinal)))
        {
            var source = File.ReadAllText(Repository.PathOf(file));
            causes.UnionWith(EngineCause().Matches(source).Select(match => match.Groups["cause"].Value));
            causes.UnionWith(VerdictCause().Matches(source).Select(match => match.Groups["cause"].Value));
        }

        Assert.Contains("missing-hash", causes);
        Assert.Contains("IMA-sigv3-required", causes);
        Assert.Contains("no-verity-digest", causes);
        Assert.Contains("ToMToU", causes);
        Assert.DoesNotContain(causes, cause => !cause.Contains('{', StringComparison.Ordinal) && AuditCauses.All.All(row => row.Cause != cause));
    }

    [Theory]
    [InlineData("op=appraise_data cause=new-cause res=0", AuditRecordType.Data, "other")]
    [InlineData("op=add_template_measure cause=ENOMEM res=0", AuditRecordType.Pcr, "list failure")]
    [InlineData("op=measuring_key cause=store_entry res=0 errno=-17", AuditRecordType.Pcr, "store_entry")]
    [InlineData("op=measuring_key cause=store_entry res=0 errno=-12", AuditRecordType.Pcr, "list failure")]
    [InlineData("op=add_template_measure cause=TPM_error(388) res=0", AuditRecordType.Pcr, "TPM_error")]
    [InlineData("op=set_data cause=denied-hash-algorithm res=0", AuditRecordType.Data, "set_data denied-hash-algorithm")]
    [InlineData("op=appraise_data cause=invalid-hash res=0", AuditRecordType.UserSpace, "invalid-hash")]
    [InlineData("op=policy_update cause=signed policy required res=0", AuditRecordType.Status, "signed policy required")]
    public void A_record_finds_its_row(string text, AuditRecordType type, string id) => Assert.Equal(id, AuditCauses.Of(Logs.Record(text, type)).Id);

    [GeneratedRegex(@"^type=[0-9]{4}", RegexOptions.None, Patience)]
    private static partial Regex RecordType();

    [GeneratedRegex("""new AuditRecord\(\d+, "[a-z_]+", "(?<cause>[^"]+)"|AddViolation\(file, "(?<cause>[^"]+)",""", RegexOptions.None, Patience)]
    private static partial Regex EngineCause();

    [GeneratedRegex("""AppraisalStatus\.\w+, "(?<cause>[^"]+)"|"(?<cause>[A-Za-z0-9]+-[A-Za-z0-9-]+)" : |cause = .*?"(?<cause>[^"]+)" :""", RegexOptions.None, Patience)]
    private static partial Regex VerdictCause();
}
