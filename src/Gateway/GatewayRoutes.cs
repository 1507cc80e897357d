namespace GridGrains.Gateway;

/// <summary>Every address of the REST API, and who answers it.</summary>
internal static class GatewayRoutes
{
    private const string Ledger = "/api/campaigns/{c}/places/{p}";

    public static void MapRest(this IEndpointRouteBuilder app)
    {
        T Get<T>() where T : notnull => app.ServiceProvider.GetRequiredService<T>();
        var (places, imports, campaigns) = (Get<PlaceEndpoints>(), Get<ImportEndpoints>(), Get<CampaignEndpoints>());
        var (snapshots, reports, bulk) = (Get<SnapshotEndpoints>(), Get<ReportEndpoints>(), Get<BulkEndpoints>());

        app.MapGet("/", () => Results.Redirect("/wall")).ExcludeFromDescription();
        app.Map(HttpMethods.Get, "/health/live", HealthEndpoints.LiveAsync, Operations.Live);
        app.Map(HttpMethods.Get, "/health/started", Get<HealthEndpoints>().StartedAsync, Operations.Started);
        app.Map(HttpMethods.Get, "/health/ready", Get<HealthEndpoints>().ReadyAsync, Operations.Ready);

        app.Map(HttpMethods.Get, "/api/operations", Get<OperationsEndpoints>().GetAsync, Operations.Operating);
        app.Map(HttpMethods.Get, "/api/catalogue", CatalogueEndpoints.GetAsync, Operations.Catalogue);
        app.Map(HttpMethods.Get, "/api/places", places.GetAsync, Operations.Places);
        app.Map(HttpMethods.Put, "/api/places", imports.PutPlacesAsync, Operations.ImportPlaces);
        app.Map(HttpMethods.Put, "/api/places/codes", imports.PutPlacesByCodeAsync, Operations.ImportPlacesByCode);
        app.Map(HttpMethods.Put, "/api/posts", imports.PutPostsAsync, Operations.ImportPosts);

        var changes = Get<ChangeEndpoints>();
        app.Map(HttpMethods.Get, "/api/changes", changes.ListAsync, Operations.Changes);
        app.Map(HttpMethods.Post, "/api/changes", changes.PostAsync, Operations.ChangePlaces);
        app.Map(HttpMethods.Post, "/api/changes/{id}/undo", changes.UndoAsync, Operations.UndoChange);

        app.Map(HttpMethods.Get, "/api/campaigns", campaigns.ListAsync, Operations.Campaigns);
        app.Map(HttpMethods.Get, "/api/campaigns/{c}", campaigns.GetAsync, Operations.Campaign);
        app.Map(HttpMethods.Put, "/api/campaigns/{c}", campaigns.PutAsync, Operations.PutCampaign);
        app.Map(HttpMethods.Post, "/api/campaigns/{c}/close", campaigns.CloseAsync, Operations.CloseCampaign);

        var emergencies = Get<EmergencyEndpoints>();
        app.Map(HttpMethods.Get, "/api/campaigns/{c}/emergency", emergencies.GetAsync, Operations.Emergency);
        app.Map(HttpMethods.Get, "/api/campaigns/{c}/emergency/summary", emergencies.SummaryAsync, Operations.EmergencySummary);
        app.Map(HttpMethods.Post, "/api/campaigns/{c}/emergency/tasks/{task}/done", emergencies.FinishAsync, Operations.FinishTask);
        app.Map(HttpMethods.Delete, "/api/campaigns/{c}/emergency/tasks/{task}/done", emergencies.ReopenAsync, Operations.ReopenTask);

        app.Map(HttpMethods.Post, "/api/campaigns/{c}/reports", bulk.PostAsync, Operations.ReportMany);
        app.Map(HttpMethods.Post, Ledger + "/reports", reports.PostAsync, Operations.Report);
        app.Map(HttpMethods.Get, Ledger, snapshots.GetAsync, Operations.Snapshot);
        app.Map(HttpMethods.Get, Ledger + "/children", snapshots.GetChildrenAsync, Operations.Children);
        app.Map(HttpMethods.Get, Ledger + "/history", Get<HistoryEndpoints>().GetAsync, Operations.History);
        app.Map(HttpMethods.Get, Ledger + "/subjects", Get<SubjectEndpoints>().GetAsync, Operations.Subjects);
        app.Map(HttpMethods.Get, Ledger + "/posts", Get<PostEndpoints>().ListAsync, Operations.Posts);
        app.Map(HttpMethods.Get, Ledger + "/alerts", Get<AlertEndpoints>().ListAsync, Operations.Alerts);
        app.Map(HttpMethods.Post, Ledger + "/alerts/{id}/acknowledge", Get<AlertEndpoints>().AcknowledgeAsync, Operations.AcknowledgeAlert);
        var notices = Get<NoticeEndpoints>();
        app.Map(HttpMethods.Get, Ledger + "/notices", notices.ListAsync, Operations.Notices);
        app.Map(HttpMethods.Post, Ledger + "/notices", notices.PublishAsync, Operations.PublishNotice);
        app.Map(HttpMethods.Get, Ledger + "/notices/{id}", notices.GetAsync, Operations.Notice);
        app.Map(HttpMethods.Post, Ledger + "/notices/{id}/acknowledge", notices.AcknowledgeAsync, Operations.AcknowledgeNotice);
        var webhooks = Get<WebhookEndpoints>();
        app.Map(HttpMethods.Get, Ledger + "/webhooks", webhooks.ListAsync, Operations.Webhooks);
        app.Map(HttpMethods.Post, Ledger + "/webhooks", webhooks.RegisterAsync, Operations.RegisterWebhook);
        app.Map(HttpMethods.Delete, Ledger + "/webhooks/{id}", webhooks.RemoveAsync, Operations.RemoveWebhook);
        app.Map(HttpMethods.Get, Ledger + "/daily/{date}", Get<DailyEndpoints>().GetAsync, Operations.Daily);
        app.Map(HttpMethods.Get, Ledger + "/at/{moment}", Get<RewindEndpoints>().GetAsync, Operations.Rewind);
        app.Map(HttpMethods.Get, Ledger + "/at/{moment}/tree", Get<RewindEndpoints>().GetTreeAsync, Operations.RewindTree);
        app.Map(HttpMethods.Get, Ledger + "/audit", Get<AuditEndpoints>().GetAsync, Operations.Audit);
        app.Map(HttpMethods.Get, Ledger + "/trail", Get<TrailEndpoints>().GetAsync, Operations.Trail);
        app.Map(HttpMethods.Get, Ledger + "/odata", Get<ODataEndpoints>().GetServiceAsync, Operations.OData);
        app.Map(HttpMethods.Get, Ledger + "/odata/$metadata", Get<ODataEndpoints>().GetMetadataAsync, Operations.ODataMetadata);
        app.Map(HttpMethods.Get, Ledger + "/odata/Places", Get<ODataEndpoints>().GetPlacesAsync, Operations.ODataPlaces);
        app.Map(HttpMethods.Get, Ledger + "/places.geojson", Get<MapEndpoints>().GetAsync, Operations.Map);
        app.Map(HttpMethods.Post, Ledger + "/dhis2.json", Get<Dhis2Endpoints>().GetJsonAsync, Operations.Dhis2Json);
        app.Map(HttpMethods.Post, Ledger + "/dhis2.csv", Get<Dhis2Endpoints>().GetCsvAsync, Operations.Dhis2Csv);
        app.Map(HttpMethods.Post, Ledger + "/dhis2.adx", Get<Dhis2Endpoints>().GetAdxAsync, Operations.Dhis2Adx);
        app.Map(HttpMethods.Get, Ledger + "/export.csv", Get<ExportEndpoints>().GetAsync, Operations.Export);
    }

    // A Delegate and no RequestDelegate, since only of the former the OpenAPI document is told.
    private static void Map(this IEndpointRouteBuilder app, string method, string pattern, Delegate handler, OperationDoc doc) =>
        doc.Describe(app.MapMethods(pattern, [method], handler));
}
