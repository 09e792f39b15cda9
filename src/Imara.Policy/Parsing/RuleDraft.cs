using System.Collections.Immutable;
using Imara.Policy.Rules;
using Imara.Policy.Syntax;

namespace Imara.Policy.Parsing;

/// <summary>A rule while its tokens are read, with the token each part came from.</summary>
internal sealed class RuleDraft
{
    private readonly PolicyToken?[] tokens = new PolicyToken?[(int)RuleKey.PermitDirectio + 1];
    private readonly IdCondition?[] ids = new IdCondition?[(int)RuleKey.Fgroup - (int)RuleKey.Uid + 1];
    private readonly LsmCondition?[] lsm = new LsmCondition?[6];

    public PolicyAction? Action { get; set; }

    public PolicyToken ActionToken { get; set; }

    public PolicyFunc Func { get; set; }

    public MaskCondition? Mask { get; set; }

    public ulong? FsMagic { get; set; }

    public ByteString? FsName { get; set; }

    public ByteString? FsSubtype { get; set; }

    public FsUuid? FsUuid { get; set; }

    public ImmutableArray<ByteString> Keyrings { get; set; } = [];

    public ImmutableArray<ByteString> Labels { get; set; } = [];

    public int? Pcr { get; set; }

    public TemplateName? Template { get; set; }

    public HashAlgoSet? AppraiseAlgos { get; set; }

    public RuleOptions Options { get; set; }

    public bool Has(RuleOptions option) => (Options & option) == option;

    public bool Has(RuleKey key) => tokens[(int)key] is not null;

    /// <summary>The last token of a key.</summary>
    public PolicyToken TokenOf(RuleKey key) => tokens[(int)key] ?? default;

    public void Remember(RuleKey key, PolicyToken token) => tokens[(int)key] = token;

    public IdCondition? IdOf(RuleKey key) => ids[key - RuleKey.Uid];

    public void SetId(RuleKey key, IdCondition condition) => ids[key - RuleKey.Uid] = condition;

    public LsmCondition? LsmOf(LsmKey key) => lsm[(int)key];

    public void SetLsm(LsmCondition condition) => lsm[(int)condition.Key] = condition;

    /// <summary>Forgets everything, for the next line.</summary>
    public void Reset()
    {
        Array.Clear(tokens);
        Array.Clear(ids);
        Array.Clear(lsm);
        (Action, ActionToken, Func, Mask) = (null, default, PolicyFunc.None, null);
        (FsMagic, FsName, FsSubtype, FsUuid) = (null, null, null, null);
        (Keyrings, Labels, Pcr, Template) = ([], [], null, null);
        (AppraiseAlgos, Options) = (null, RuleOptions.None);
    }

    public PolicyRule ToRule() => new()
    {
        Action = Action ?? throw new InvalidOperationException("a rule without an action is refused before"),
        Func = Func,
        Mask = Mask,
        FsMagic = FsMagic,
        FsName = FsName,
        FsSubtype = FsSubtype,
        FsUuid = FsUuid,
        Uid = IdOf(RuleKey.Uid),
        Euid = IdOf(RuleKey.Euid),
        Gid = IdOf(RuleKey.Gid),
        Egid = IdOf(RuleKey.Egid),
        Fowner = IdOf(RuleKey.Fowner),
        Fgroup = IdOf(RuleKey.Fgroup),
        Lsm = [.. lsm.OfType<LsmCondition>()],
        Keyrings = Keyrings,
        Labels = Labels,
        Pcr = Pcr,
        Template = Template,
        AppraiseAlgos = AppraiseAlgos,
        Options = Options,
    };
}
