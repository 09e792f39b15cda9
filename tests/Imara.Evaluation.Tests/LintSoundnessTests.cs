using System.Collections.Immutable;
using CsCheck;
using Imara.Policy.Checking;
using Imara.Policy.Fixing;
using Imara.Policy.Kernels;
using Imara.Policy.Linting;
using Imara.Policy.Parsing;
using Imara.Policy.Rules;

namespace Imara.Evaluation.Tests;

/// <summary>What the linter says about rules that are never reached is held against the matcher.</summary>
public class LintSoundnessTests
{
    // Rules of these findings decide nothing, at no event the kernel makes. IMA0308 speaks of rules that decide what makes no difference.
    private static readonly string[] NeverReached = ["IMA0301", "IMA0302", "IMA0304", "IMA0305", "IMA0306", "IMA0307", "IMA0309"];

    private static readonly RuleContext[] Contexts = [.. new[] { "6.12", "7.3" }.Select(Context)];

    private static readonly Gen<string> Id = Gen.Select(OneOf("=", "=", "<", ">"), OneOf("0", "1", "2", "3", "4294967294"), (op, value) => op + value);

    private static readonly Gen<string> Rule = Gen.Select(
        OneOf("measure", "dont_measure", "measure", "appraise", "dont_appraise", "audit", "hash", "dont_hash"),
        OneOf("", "", "FILE_CHECK", "FILE_CHECK", "BPRM_CHECK", "MMAP_CHECK", "CREDS_CHECK", "MODULE_CHECK", "POLICY_CHECK", "KEXEC_CMDLINE", "KEY_CHECK", "CRITICAL_DATA"),
        OneOf("", "", "", "MAY_READ", "^MAY_READ", "MAY_WRITE", "^MAY_WRITE", "MAY_EXEC", "^MAY_EXEC", "MAY_APPEND", "^MAY_APPEND"),
        Gen.Select(Key("fsmagic", "=0x9fa0", "=0xef53"), Key("fsname", "=ext4", "=tmpfs"), Key("fsuuid", "=00000000-0000-0001-0000-000000000002")),
        Gen.Select(Sometimes(Id.Select(id => "uid" + id)), Sometimes(Id.Select(id => "euid" + id)), Sometimes(Id.Select(id => "gid" + id)), Sometimes(Id.Select(id => "fowner" + id)), Sometimes(Id.Select(id => "fgroup" + id))),
        Gen.Select(Key("keyrings", "=.ima", "=.evm", "=.ima|.evm"), Key("label", "=selinux", "=modules|selinux"), Key("obj_type", "=bin_t", "=etc_t"), Key("pcr", "=11")),
        (action, func, mask, fs, ids, rest) => string.Join(' ', new[]
        {
            action, func.Length > 0 ? "func=" + func : "", mask.Length > 0 ? "mask=" + mask : "", fs.Item1, fs.Item2, fs.Item3,
            ids.Item1, ids.Item2, ids.Item3, ids.Item4, ids.Item5, rest.Item1, rest.Item2, rest.Item3, rest.Item4,
        }.Where(text => text.Length > 0)) + "\n");

    private static readonly Gen<PolicyEvent> Event = Gen.Select(
        OneOf(PolicyFunc.FileCheck, PolicyFunc.FileCheck, PolicyFunc.PostSetattr, PolicyFunc.BprmCheck, PolicyFunc.MmapCheck, PolicyFunc.CredsCheck, PolicyFunc.ModuleCheck,
            PolicyFunc.PolicyCheck, PolicyFunc.KexecCmdline, PolicyFunc.KeyCheck, PolicyFunc.CriticalData),
        OneOf(AccessMask.Read, AccessMask.Write, AccessMask.Read | AccessMask.Write, AccessMask.Write | AccessMask.Append, AccessMask.Read | AccessMask.Append, AccessMask.Exec, AccessMask.Access),
        Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool),
        Gen.Select(Gen.UInt[0, 4], Gen.UInt[0, 4], Gen.UInt[0, 4], Gen.UInt[0, 4], Gen.UInt[0, 4], Gen.UInt[0, 4]),
        Gen.Select(OneOf(0x9fa0UL, 0xef53UL, 5UL), OneOf("ext4", "tmpfs", "proc"), Gen.ULong[0, 2], Gen.UInt[0, 4], Gen.UInt[0, 4], OneOf("bin_t", "etc_t", "usr_t")),
        OneOf(".ima", ".evm", "selinux", "modules"),
        MakeEvent);

    [Fact]
    public void A_rule_that_is_never_reached_decides_nothing() =>
        Gen.Select(Rule.Array[1, 25], Event.Array[30, 60], Gen.Int[0, 1]).Sample((lines, events, kernel) =>
        {
            var context = Contexts[kernel];
            var check = Lint(Only(lines, context), context);
            var policy = Compile(check);
            var reported = (from found in check.Diagnostics
                            where NeverReached.Contains(found.Diagnostic.Descriptor.Id)
                            select (found.Line, IsExceptForAttributes: found.Diagnostic.Help.Contains("changes of attributes") || found.Diagnostic.Descriptor.Id == "IMA0302")).ToArray();
            foreach (var e in events.Where(e => IsMade(e, context.Kernel)))
            {
                var decision = policy.Decide(e, AskedBy(e));
                foreach (var (line, isExceptForAttributes) in reported)
                {
                    if (!(isExceptForAttributes && e.Func == PolicyFunc.PostSetattr))
                    {
                        Assert.DoesNotContain(line - 1, new[] { decision.MeasureRule, decision.AppraiseRule, decision.AuditRule, decision.HashRule });
                    }
                }
            }
        });

    [Fact]
    public void Safe_fixes_change_no_decision() =>
        Gen.Select(Rule.Array[1, 25], Event.Array[30, 60], Gen.Int[0, 1]).Sample((lines, events, kernel) =>
        {
            var context = Contexts[kernel];
            var check = Lint(Only(lines, context), context);
            var result = PolicyFixer.Apply(check, sources => Lint(sources, context));
            var (before, after) = (Compile(check), Compile(result.Check));
            foreach (var e in events.Where(e => IsMade(e, context.Kernel)))
            {
                Assert.Equal(Shown(before.Decide(e, AskedBy(e))), Shown(after.Decide(e, AskedBy(e))));
            }

            Assert.Empty(PolicyFixer.Apply(result.Check, sources => Lint(sources, context)).Fixed);
        });

    // Which rule decided is a matter of numbers; pcr=0 of a buffer is the default (docs/reference/policy.md 4.3).
    private static (ActionClass, ActionClass, RuleOptions, int?, string?, bool) Shown(in PolicyDecision decision) =>
        (decision.Actions, decision.Blocked, decision.Options, decision.Pcr, decision.Template?.Name, decision.AppraiseAsFile);

    private static ImmutableArray<PolicySource> Only(string[] lines, RuleContext context) =>
        [new("policy", new ByteString(string.Concat(lines.Where(line => RuleParser.Parse(new ByteString(line.TrimEnd('\n')).Span, context).IsAccepted))).Memory)];

    private static PolicyCheck Lint(ImmutableArray<PolicySource> sources, RuleContext context) =>
        PolicyLinter.Lint(PolicyChecker.Check(sources, context, LoadMethod.Lines), context, LintLevels.Usual);

    private static CompiledPolicy Compile(PolicyCheck check) => new(check.Rules, LsmKind.SELinux, isAppraising: true);

    // Lines written to the policy file are asked about since 7.3 (4.1).
    private static bool IsMade(in PolicyEvent e, KernelProfile kernel) => e.File is not null || e.Func != PolicyFunc.PolicyCheck || kernel.Has(KernelFeature.PolicyMeasured);

    private static ActionClass AskedBy(in PolicyEvent e) => e switch
    {
        { Func: PolicyFunc.PostSetattr } or { Mask: AccessMask.Access } => ActionClass.Appraise | ActionClass.Hash,
        { Func: PolicyFunc.PolicyCheck, File: null } => ActionClass.Measure,
        { Func: PolicyFunc.KeyCheck or PolicyFunc.CriticalData or PolicyFunc.KexecCmdline } => ActionClass.Measure,
        _ => ActionClass.All,
    };

    // Events as docs/reference/policy.md 4.1 has them.
    private static PolicyEvent MakeEvent(
        PolicyFunc func, AccessMask mask, (bool CanSetUid, bool CanSetGid, bool HasFile) head, (uint, uint, uint, uint, uint, uint) ids,
        (ulong Magic, string Name, ulong Uuid, uint Fowner, uint Fgroup, string Label) file, string data) => new()
        {
            Func = func,
            Mask = func switch
            {
                PolicyFunc.FileCheck => mask,
                PolicyFunc.PostSetattr => AccessMask.Access,
                PolicyFunc.BprmCheck or PolicyFunc.MmapCheck or PolicyFunc.CredsCheck => AccessMask.Exec,
                PolicyFunc.ModuleCheck => AccessMask.Read,
                PolicyFunc.PolicyCheck when head.HasFile => AccessMask.Read,
                _ => AccessMask.None,
            },
            TaskCanSetUid = head.CanSetUid,
            TaskCanSetGid = head.CanSetGid,
            Creds = new Credentials(ids.Item1, ids.Item2, ids.Item3, ids.Item4, ids.Item5, ids.Item6, 0),
            File = func is PolicyFunc.KeyCheck or PolicyFunc.CriticalData || (func == PolicyFunc.PolicyCheck && !head.HasFile)
                ? null
                : new FileFacts
                {
                    FsMagic = file.Magic,
                    FsName = new ByteString(file.Name),
                    FsUuid = new FsUuid(file.Uuid == 0 ? 0UL : 1, file.Uuid),
                    Fowner = file.Fowner,
                    Fgroup = file.Fgroup,
                    Label = new ByteString($"u:r:{file.Label}:s0"),
                },
            Data = new ByteString(data),
        };

    private static RuleContext Context(string version)
    {
        Assert.True(KernelVersion.TryParse(version, out var number));
        return new RuleContext(KnownKernels.OfVersion(number), new LsmContext(LsmKind.SELinux));
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<string> Key(string key, params string[] values) => Sometimes(OneOf(values).Select(value => key + value));

    private static Gen<string> Sometimes(Gen<string> gen) => Gen.Select(Gen.Int[0, 4], gen, (dice, text) => dice == 0 ? text : string.Empty);
}
