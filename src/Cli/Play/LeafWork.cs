namespace GridGrains.Cli;

/// <summary>What one leaf observes for one row of the plan.</summary>
internal static class LeafWork
{
    /// <summary>The observations that bring the leaf's part of the row's total about.</summary>
    /// <param name="row">The row.</param>
    /// <param name="curve">The row's curve.</param>
    /// <param name="part">The leaf's part of the total.</param>
    /// <param name="phase">Between 0 and 1: how much later than another leaf's this leaf's subjects come.</param>
    /// <param name="first">The number of its first subject: one subject is of one leaf, also where two leaves become one.</param>
    public static IEnumerable<Observation> Of(PlanRow row, WorkCurve curve, long part, double phase, long first)
    {
        var subjects = Subjects(row, part);
        for (var i = 0L; i < subjects; i++)
        {
            // Two short runs of digits: nothing that could be taken for a person's number.
            var subject = $"p{row.Number}-{first + i}";
            var share = (i + phase) / subjects;
            if (row.FinalStage > 0)
            {
                foreach (var step in Case(row, curve, subject, share))
                    yield return step;
            }
            else
            {
                var value = Math.Min(row.PerSubject, part - (i * row.PerSubject));
                yield return new Observation(row.Series, subject, value, curve.At(share).UtcDateTime);
            }
        }
    }

    /// <summary>How many subjects a part has.</summary>
    public static long Subjects(PlanRow row, long part) => (part + row.PerSubject - 1) / row.PerSubject;

    // A case begins in the first half of the time and has reached its last stage half of the time later.
    private static IEnumerable<Observation> Case(PlanRow row, WorkCurve curve, string subject, double share)
    {
        var before = DateTime.MinValue;
        for (var stage = 1; stage <= row.FinalStage; stage++)
        {
            var gone = row.FinalStage == 1 ? 0 : 0.5 * (stage - 1) / (row.FinalStage - 1);
            var at = curve.At((0.5 * share) + gone).UtcDateTime;
            before = at > before ? at : before.AddSeconds(1);
            yield return new Observation(row.Series, subject, stage, before);
        }
    }
}
