using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;

namespace Streaming.Training.Datasets.Import;

/// <summary>How a data set names its files and writes its stages.</summary>
internal interface IDatasetLayout
{
    string Name { get; }

    /// <summary>The file names it looks for, for a person.</summary>
    string Expects { get; }

    /// <summary>What its labels stand for where they do not say it themselves.</summary>
    IReadOnlyList<DerivationMap> Maps { get; }

    /// <summary>Recordings last a day, and wake is trimmed by convention.</summary>
    bool TrimsWake { get; }

    /// <summary>A recording's own stages count before those of the file beside it.</summary>
    bool OwnStagesFirst => false;

    /// <summary>Recordings among the files, judged by their names, in order of names.</summary>
    /// <param name="files">Paths.</param>
    /// <param name="remarks">Receives files that were left over.</param>
    IReadOnlyList<FoundStudy> Find(IReadOnlyList<string> files, ICollection<string> remarks);

    /// <summary>What each scorer wrote, the first the one trained on; none where there are no stages.</summary>
    /// <exception cref="DatasetException">A file with stages cannot be read.</exception>
    IReadOnlyList<ScorerRuns> Scores(FoundStudy found, EdfStudy study, EdfFile annotated);
}
