using Imara.Appraisal.Simulating;
using Imara.Engine.Boot;
using Imara.Evaluation;
using Imara.Policy.Kernels;
using Imara.Policy.Rules;

namespace Imara.Appraisal.Labelling;

/// <summary>Files as one rule appraises them: by its func and mask, FILE_CHECK and MAY_READ if it has none, as root.</summary>
public sealed class AppraisedByRule : AppraisedAs
{
    private readonly CompiledPolicy policy;
    private readonly PolicyRule rule;

    /// <summary>Prepares.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="setup">The kernel.</param>
    public AppraisedByRule(PolicyRule rule, EngineSetup setup)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(setup);
        this.rule = rule;
        policy = new CompiledPolicy([rule], setup.Lsm.Kind, setup.Kernel.Is(KernelOption.Appraise));
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<PlannedAccess> Accesses(ILabelledFile file, bool writes)
    {
        var func = rule.Func == PolicyFunc.None ? PolicyFunc.FileCheck : rule.Func;
        var isBuffered = func is PolicyFunc.ModuleCheck or PolicyFunc.FirmwareCheck or PolicyFunc.PolicyCheck or PolicyFunc.KexecKernelCheck or PolicyFunc.KexecInitramfsCheck;
        var question = new AccessQuestion(0, AccessKind.Read, func, MaskOf(func), Subject.Root.Creds, isBuffered);
        var decision = policy.Decide(new PolicyEvent
        {
            Func = func,
            Mask = question.Mask,
            Creds = question.Creds,
            TaskCanSetUid = true,
            TaskCanSetGid = true,
            File = file.Facts,
        });
        return decision.Has(ActionClass.Appraise) ? [new PlannedAccess(question, decision, 0)] : [];
    }

    private AccessMask MaskOf(PolicyFunc func) => rule.Mask is { } condition
        ? condition.Mask
        : func is PolicyFunc.BprmCheck or PolicyFunc.MmapCheck or PolicyFunc.CredsCheck ? AccessMask.Exec : AccessMask.Read;
}
