namespace Imara.Evaluation;

/// <summary>A set of facts as masks over their keys: every bit set for a fact of the set, none for the others.</summary>
internal readonly struct FactMask(IndexedFacts facts)
{
    public readonly ulong FsMagic = Of(facts, IndexedFacts.FsMagic);
    public readonly ulong FsName = Of(facts, IndexedFacts.FsName);
    public readonly ulong FsUuid = Of(facts, IndexedFacts.FsUuid);
    public readonly ulong Fowner = Of(facts, IndexedFacts.Fowner);
    public readonly ulong Fgroup = Of(facts, IndexedFacts.Fgroup);
    public readonly ulong Uid = Of(facts, IndexedFacts.Uid);

    private static ulong Of(IndexedFacts facts, IndexedFacts fact) => (facts & fact) != 0 ? ulong.MaxValue : 0;
}
