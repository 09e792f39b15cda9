using System.Text;
using CsCheck;
using Imara.Policy.Checking;
using Imara.Policy.Formatting;
using Imara.Policy.Kernels;
using Imara.Policy.Loading;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;
using Imara.Policy.Syntax;
using Imara.Policy.Tests.Conformance;

namespace Imara.Policy.Tests.Formatting;

public class PolicyFormatterTests
{
    private static readonly RuleContext Newest = new(KnownKernels.OfVersion(KernelFeatures.Newest), LsmContext.None);

    public static TheoryData<string> PlainKernels => [.. KnownKernels.Recorded.Select(k => k.Name)];

    [Theory]
    [InlineData("uid=0\tmeasure  func=PATH_CHECK\n", "measure func=FILE_CHECK uid=0\n")]
    [InlineData("measure func=FILE_MMAP", "measure func=MMAP_CHECK\n")]
    [InlineData("fsmagic=+0XEF53 audit\n", "audit fsmagic=0xef53\n")]
    [InlineData("measure fsuuid=AAAAAAAA-BBBB-CCCC-DDDD-EEEEEEEEEEEEtail\n", "measure fsuuid=aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee\n")]
    [InlineData("measure fowner=+4294967294 uid<007\n", "measure uid<7 fowner=4294967294\n")]
    [InlineData("measure pcr=4 pcr=010 fsname=a fsname=b\n", "measure fsname=b pcr=10\n")]
    [InlineData("measure fsmagic=0 fsmagic=1\n", "measure fsmagic=0x1\n")]
    [InlineData("measure template=d-ng|n-ng func=BPRM_CHECK\n", "measure func=BPRM_CHECK template=ima-ng\n")]
    [InlineData("appraise appraise_algos=sha512,sha256,sha512\n", "appraise appraise_algos=sha256,sha512\n")]
    [InlineData("appraise_type=sigv3 digest_type=verity appraise\n", "appraise digest_type=verity appraise_type=sigv3\n")]
    [InlineData("digest_type=verity measure\n", "measure digest_type=verity\n")]
    [InlineData("appraise appraise_type=imasig digest_type=verity\n", "appraise appraise_type=imasig digest_type=verity\n")]
    [InlineData("appraise appraise_type=sigv3 appraise_type=imasig\n", "appraise appraise_type=sigv3\n")]
    [InlineData("permit_directio appraise_flag=blacklist appraise appraise_type=imasig\n", "appraise appraise_type=imasig appraise_flag=blacklist permit_directio\n")]
    [InlineData("measure   #  why \t\n", "measure #  why\n")]
    [InlineData("\n\n  # head  \n\n \n\t\nmeasure\n\n", "# head\n\nmeasure\n")]
    [InlineData("measure fsname=a\r\n# dos\r\n", "measure fsname=a\r\n# dos\r\n")]
    [InlineData("  bogus\t x \nuid=0 measure", "  bogus\t x \nmeasure uid=0\n")]
    [InlineData("  measure\0rest\n", "  measure\0rest\n")]
    [InlineData("  # a\0b \n", "# a\0b\n")]
    [InlineData("", "")]
    [InlineData("\n \n", "")]
    public void One_tidy_layout(string text, string expected) => Assert.Equal(expected, Format(text));

    [Fact]
    public void A_file_system_name_is_never_shortened()
    {
        var name = new string('n', 100);
        Assert.Equal($"measure fsname={name} uid=0\n", Format($"uid=0 measure fsname={name}\n"));
    }

    [Fact]
    public void Up_to_7_0_verity_stands_before_sigv3()
    {
        var old = new RuleContext(KnownKernels.Find("6.12-lab")!, LsmContext.None);
        Assert.Equal("appraise func=BPRM_CHECK digest_type=verity appraise_type=sigv3\n", Format("digest_type=verity func=BPRM_CHECK appraise appraise_type=sigv3", old));
    }

    [Fact]
    public void Up_to_6_5_the_blacklist_flag_is_an_option_and_written_in_full()
    {
        var old = new RuleContext(KnownKernels.OfVersion(new KernelVersion(6, 1)), LsmContext.None);
        Assert.Equal(
            "appraise func=MODULE_CHECK appraise_type=imasig|modsig appraise_flag=check_blacklist\n",
            Format("appraise appraise_flag=blacklist appraise_type=imasig|modsig func=MODULE_CHECK\n", old));
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_stay()
    {
        byte[] text = [.. "uid=0 measure fsname="u8, 0xff, 0xfe, .. " #"u8, 0x80, (byte)'\n'];
        Assert.Equal((byte[])[.. "measure fsname="u8, 0xff, 0xfe, .. " uid=0 #"u8, 0x80, (byte)'\n'], PolicyFormatter.Format(text, Newest).Text.ToArray());
    }

    [Fact]
    public void Refused_lines_are_named_with_their_reason()
    {
        var text = "measure\nmeasure func=NO\n/etc/x\n"u8.ToArray();
        var refused = PolicyFormatter.Format(text, Newest).Refused;
        Assert.Equal([(2, "IMA0103"), (3, PolicyDiagnostics.PathLine.Id)], refused.Select(line => (line.Number, line.Diagnostic.Descriptor.Id)));
        Assert.Equal("NO", Encoding.ASCII.GetString(refused[0].Diagnostic.Span.Of(text)));
    }

    [Fact]
    public void A_line_that_would_outgrow_one_write_stays_and_one_that_is_too_long_is_named()
    {
        var fits = "measure func=FILE_MMAP fsname=" + new string('x', PolicyLoad.WriteMax - 30);
        Assert.Equal(fits + "\n", Format(fits));
        Assert.Equal(fits.Replace("FILE_MMAP", "MMAP_CHECK", StringComparison.Ordinal) + "\n", Format(fits, Newest, LoadMethod.Path));
        var tooLong = "measure " + new string(' ', PolicyLoad.WriteMax) + "uid=0";
        Assert.Equal(PolicyDiagnostics.LineTooLong, Assert.Single(PolicyFormatter.Format(Encoding.ASCII.GetBytes(tooLong), Newest).Refused).Diagnostic.Descriptor);
        Assert.Equal("measure uid=0\n", Format(tooLong, Newest, LoadMethod.Path));
    }

    [Theory]
    [InlineData("measure\n", 0)]
    [InlineData("", 0)]
    [InlineData("measure", 1)]
    [InlineData("measure\n#x \n", 2)]
    [InlineData("measure\n\n", 2)]
    public void The_first_line_that_differs_is_known(string text, int line) => Assert.Equal(line, PolicyFormatter.Format(Encoding.UTF8.GetBytes(text), Newest).FirstChange);

    [Theory]
    [MemberData(nameof(PlainKernels))]
    public void Every_rule_a_kernel_took_keeps_its_meaning(string kernel)
    {
        var context = new RuleContext(KnownKernels.Find(kernel)!, LsmContext.None);
        var count = 0;
        foreach (var item in RuleCase.All.Where(c => c.IsSingleWholeLine))
        {
            count += RuleParser.Parse(item.Writes[0].AsSpan(..^1), context).Rule is null ? 0 : 1;
            HoldsFor(item.Writes[0], context, LoadMethod.Lines);
        }

        Assert.True(count > 1000);
    }

    [Fact]
    public void Every_policy_keeps_its_rules_and_comments() =>
        Gen.Select(PolicyTexts.Any, Gen.OneOf(KnownKernels.Recorded.ToArray()), Gen.Enum<LoadMethod>(), Gen.Enum<LsmKind>(), Gen.Bool)
            .Sample((text, kernel, method, lsm, isCustom) => HoldsFor(text, new RuleContext(kernel, new LsmContext(lsm), isCustom), method), iter: 20_000);

    private static void HoldsFor(byte[] text, RuleContext context, LoadMethod method)
    {
        var formatted = PolicyFormatter.Format(text, context, method);
        var again = PolicyFormatter.Format(formatted.Text, context, method);
        Assert.True(again.IsTidy, $"{ByteString.Display(text)} -> {ByteString.Display(formatted.Text.Span)} -> {ByteString.Display(again.Text.Span)}");
        Assert.Equal(formatted.Refused.Select(line => line.Diagnostic.Descriptor.Id), again.Refused.Select(line => line.Diagnostic.Descriptor.Id));
        var (rules, comments) = Read(text, context);
        var (rulesAfter, commentsAfter) = Read(formatted.Text, context);
        Assert.Equal(rules, rulesAfter);
        Assert.Equal(comments, commentsAfter);
    }

    // The rules in order with the refused lines as they are; the comments by their text, where they stand among the rules.
    private static (List<PolicyRule?> Rules, List<string> Comments) Read(ReadOnlyMemory<byte> text, RuleContext context)
    {
        var rules = new List<PolicyRule?>();
        var comments = new List<string>();
        foreach (var line in PolicySyntax.Parse(text).Lines)
        {
            var bytes = line.Span.Of(text.Span);
            var rule = line.Kind == PolicyLineKind.Rule ? RuleParser.Parse(bytes, context).Rule : null;
            if (rule is null)
            {
                comments.Add($"{rules.Count}: {ByteString.Display(line.Kind == PolicyLineKind.Comment ? bytes.Trim(" \t"u8) : bytes.Trim(" \t"u8).IsEmpty ? default : bytes)}");
            }
            else if (bytes.IndexOf(" #"u8) is var comment and > 0 || (comment = bytes.IndexOf("\t#"u8)) > 0)
            {
                comments.Add($"{rules.Count}: {ByteString.Display(bytes[(comment + 1)..].TrimEnd(" \t"u8))}");
            }

            rules.AddRange(rule is null ? [] : [rule]);
        }

        comments.RemoveAll(comment => comment.EndsWith(": ", StringComparison.Ordinal));
        return (rules, comments);
    }

    private static string Format(string text, RuleContext? context = null, LoadMethod method = LoadMethod.Lines) =>
        Encoding.UTF8.GetString(PolicyFormatter.Format(Encoding.UTF8.GetBytes(text), context ?? Newest, method).Text.Span);
}
